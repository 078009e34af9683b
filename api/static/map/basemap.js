/* Land, sea, lines and names below the clusters; panes in the order they are stacked. */
(function () {
  "use strict";
  const CG = window.ClusterGis;
  const PANES = [
    ["cg-background", 205], ["cg-land", 210], ["cg-grid", 220], ["cg-lines", 230],
    ["cg-areas", 410], ["cg-symbols", 430], ["cg-names", 440],
  ];

  CG.basemap = (map, options) => {
    const board = CG.board(map);
    PANES.forEach(([name, order]) => { map.createPane(name).style.zIndex = order; });
    ["cg-land", "cg-grid", "cg-lines", "cg-names"].forEach((name) => {
      map.getPane(name).style.pointerEvents = "none";
    });
    const colours = options.colours;
    board.colours = colours;
    map.getContainer().style.background = options.land.length ? colours.sea : colours.land;
    const draw = (geometries, pane, style) => L.geoJSON(
      {type: "GeometryCollection", geometries},
      {interactive: false, pane, style: () => style, renderer: L.svg({pane, padding: 0.5})},
    );
    board.layers = {};
    draw(options.land, "cg-land", {
      color: colours.coast, weight: 1, fillColor: colours.land, fillOpacity: 1,
    }).addTo(map);
    draw(options.borders, "cg-lines", {
      color: colours.border, weight: 2, dashArray: "12 4 2 4 2 4", fill: false,
    }).addTo(map);
    if (options.lines.length) {
      board.layers.lines = draw(options.lines, "cg-lines", {
        color: colours.line, weight: 1.3, dashArray: "9 3 2 3", fill: false,
      }).addTo(map);
    }
    if (options.units.length) {
      board.layers.units = draw(options.units, "cg-lines", {
        color: colours.line, weight: 0.7, opacity: 0.8, fill: false,
      }).addTo(map);
    }
    options.labels.forEach(([text, lat, lon, kind]) => {
      L.marker([lat, lon], {
        interactive: false, keyboard: false, pane: "cg-names",
        icon: L.divIcon({className: `cg-place cg-place-${kind}`, iconSize: null,
          html: CG.el("span", {}, text)}),
      }).addTo(map);
    });
    const far = () => {
      map.getContainer().classList.toggle("cg-far", map.getZoom() < 9.5);
      map.getContainer().classList.toggle("cg-wide", map.getZoom() < 7.5);
    };
    map.on("zoomend", far);
    far();
    if (options.background) {
      board.layers.background = L.tileLayer(options.background.url, {
        attribution: CG.el("span", {}, options.background.attribution).outerHTML,
        pane: "cg-background", maxZoom: 19,
      });
    }
    insets(board, (small) => L.geoJSON({type: "GeometryCollection", geometries: options.land}, {
      interactive: false, renderer: L.svg({padding: 2}), style: () => ({
        color: colours.coast, weight: 1, fillColor: colours.land, fillOpacity: 1,
      }),
    }).addTo(small));
    CG.on(board, "layer", ({name, on}) => {
      if (name === "background") map.getPane("cg-land").style.display = on ? "none" : "";
    });
  };

  /* Islands far from the shore, each in a frame of its own that leads there. */
  function insets(board, draw) {
    const corner = CG.el("div", {class: "cg-insets"});
    CG.host(board).append(corner);
    const follow = () => {
      const one = board.view.province;
      corner.replaceChildren();
      const all = one === null && board.country_insets.length ? board.country_insets
        : board.provinces.filter((province) => one === null || province.code === one)
          .flatMap((province) => province.insets);
      all.forEach(([name, extent]) => {
          const view = CG.el("div", {class: "cg-inset-map", "aria-hidden": "true"});
          const frame = CG.el("button", {type: "button", class: "cg-inset", onclick: () => {
            board.map.fitBounds(CG.bounds(extent), {animate: false});
          }}, view, CG.el("span", {}, name));
          corner.append(frame);
          view.style.background = board.colours.sea;
          const small = L.map(view, {attributionControl: false, zoomControl: false, dragging: false,
            keyboard: false, scrollWheelZoom: false, doubleClickZoom: false, touchZoom: false,
            boxZoom: false, zoomSnap: 0, fadeAnimation: false, zoomAnimation: false});
          small.fitBounds(CG.bounds(extent), {animate: false});
          draw(small);
          view.removeAttribute("tabindex");
        });
    };
    CG.on(board, "view", (what) => { if (what === "province") follow(); });
    follow();
  }

  /** Switch a layer by name. */
  CG.switchLayer = (board, name, on) => {
    const layer = board.layers[name];
    if (on) board.map.addLayer(layer);
    else board.map.removeLayer(layer);
    CG.tell(board, "layer", {name, on});
  };
})();
