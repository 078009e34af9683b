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
    surround(options.land, "cg-land", colours.beyond).forEach((layer) => layer.addTo(map));
    draw(options.borders, "cg-lines", {
      color: colours.border, weight: 2, dashArray: "12 4 2 4 2 4", fill: false,
    }).addTo(map);
    const provinceLines = (geometries) => draw(geometries, "cg-lines", {
      color: colours.line, weight: 1.3, dashArray: "9 3 2 3", fill: false,
    });
    const ended = (options.ended_lines || []).map(([last, geometries]) => (
      {last, layer: provinceLines(geometries)}
    ));
    if (options.lines.length || ended.length) {
      const all = (board.layers.lines = L.layerGroup([provinceLines(options.lines)]).addTo(map));
      /* Lines that were drawn anew on a day belong to the days before it. */
      const follow = () => ended.forEach(({last, layer}) => {
        if ((board.shownDay || board.day) <= last) all.addLayer(layer);
        else all.removeLayer(layer);
      });
      CG.on(board, "view", (what) => { if (what === "data") follow(); });
      follow();
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
    const within = landWithin(options.land);
    insets(board, (small, extent) => L.geoJSON({
      type: "GeometryCollection", geometries: within(extent),
    }, {
      interactive: false, renderer: L.svg({padding: 2}), style: () => ({
        color: colours.coast, weight: 1, fillColor: colours.land, fillOpacity: 1,
      }),
    }).addTo(small));
    CG.on(board, "layer", ({name, on}) => {
      if (name === "background") map.getPane("cg-land").style.display = on ? "none" : "";
    });
  };

  /* Land that reaches into an extent: an inset of some islands does not draw the continent. */
  function landWithin(land) {
    let boxes = null;
    const boxOf = (geometry) => {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      const grow = (part) => {
        if (typeof part[0] !== "number") part.forEach(grow);
        else {
          box[0] = Math.min(box[0], part[1]);
          box[1] = Math.min(box[1], part[0]);
          box[2] = Math.max(box[2], part[1]);
          box[3] = Math.max(box[3], part[0]);
        }
      };
      grow(geometry.coordinates);
      return box;
    };
    return ([south, west, north, east]) => {
      boxes = boxes || land.map(boxOf);
      return land.filter((geometry, at) => (
        boxes[at][0] <= north && boxes[at][2] >= south && boxes[at][1] <= east && boxes[at][3] >= west
      ));
    };
  }

  /* What the land does not reach is neither land nor sea: a cut edge is not a coast. */
  function surround(geometries, pane, colour) {
    if (!geometries.length) return [];
    const {_southWest: low, _northEast: high} = L.geoJSON(
      {type: "GeometryCollection", geometries},
    ).getBounds().pad(-0.0005);
    const hole = [[low.lat, low.lng], [low.lat, high.lng], [high.lat, high.lng], [high.lat, low.lng]];
    const all = [[-60, 40], [-60, 180], [75, 180], [75, 40]];
    return [L.polygon([all, hole], {interactive: false, pane, stroke: false, fillColor: colour,
      fillOpacity: 1, renderer: L.svg({pane, padding: 0.5})})];
  }

  /* Islands far from the shore, each in a frame of its own that leads there. */
  function insets(board, draw) {
    const corner = CG.el("div", {class: "cg-insets"});
    CG.host(board).append(corner);
    let frames = [];
    const follow = () => {
      const one = board.view.province;
      corner.replaceChildren();
      const all = one === null && board.country_insets.length ? board.country_insets
        : board.provinces.filter((province) => one === null || province.code === one)
          .flatMap((province) => province.insets);
      frames = all.map(([name, extent]) => {
        const view = CG.el("div", {class: "cg-inset-map", "aria-hidden": "true"});
        corner.append(CG.el("button", {type: "button", class: "cg-inset", onclick: () => {
          board.map.fitBounds(CG.bounds(extent), {animate: false});
        }}, view, CG.el("span", {}, name)));
        view.style.background = board.colours.sea;
        const small = L.map(view, {attributionControl: false, zoomControl: false, dragging: false,
          keyboard: false, scrollWheelZoom: false, doubleClickZoom: false, touchZoom: false,
          boxZoom: false, zoomSnap: 0, fadeAnimation: false, zoomAnimation: false});
        small.fitBounds(CG.bounds(extent), {animate: false});
        draw(small, extent);
        view.removeAttribute("tabindex");
        return {bounds: CG.bounds(extent), group: L.layerGroup().addTo(small)};
      });
    };
    /* The clusters there are in the frame too, as the map shows them. */
    const mark = () => {
      frames.forEach(({bounds, group}) => {
        group.clearLayers();
        board.rows.filter((row) => row.marker && bounds.contains([row.lat, row.lon])
          && board.passes(row)).forEach((row) => {
          group.addLayer(new CG.SymbolMarker([row.lat, row.lon], {interactive: false, radius: 5,
            ...CG.symbolStyle(CG.category(board, row))}));
        });
      });
    };
    /* A frame never stands on symbols: another corner, else its names alone. */
    const settle = () => {
      if (!frames.length || !board.rows) return;
      const host = CG.host(board).getBoundingClientRect();
      const points = board.rows.filter((row) => row.marker && board.passes(row))
        .map((row) => board.map.latLngToContainerPoint(row.at));
      const covered = () => {
        const box = corner.getBoundingClientRect();
        return points.filter(({x, y}) => x > box.left - host.left - 8
          && x < box.right - host.left + 8 && y > box.top - host.top - 8
          && y < box.bottom - host.top + 8).length;
      };
      const places = ["", "cg-insets-left", "cg-insets-top"].map((place) => {
        corner.className = `cg-insets ${place}`;
        return {place, count: covered()};
      });
      const best = places.reduce((one, other) => (other.count < one.count ? other : one));
      corner.className = `cg-insets ${best.place} ${best.count ? "cg-insets-small" : ""}`;
    };
    let asked = null;
    /* Measuring a place makes the browser lay out the page: after the map has been painted. */
    const later = () => {
      if (asked) return;
      asked = setTimeout(() => { asked = null; settle(); }, 60);
    };
    CG.on(board, "view", (what) => {
      if (what === "selected") return;
      if (what === "province") follow();
      if (board.rows) mark();
      later();
    });
    board.map.on("moveend resize", later);
    // The clusters come after the base map: their first symbols are drawn when the page is whole.
    setTimeout(() => { if (board.rows) mark(); settle(); }, 0);
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
