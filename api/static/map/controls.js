/* Small controls on the map: zoom, whole extent, full screen, scale, what the grid is. */
(function () {
  "use strict";
  const CG = window.ClusterGis;
  const ICONS = {
    home: "M2 8l6-6 6 6M4 7v7h8V7",
    fullscreen: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  };

  CG.controls = (map) => {
    const board = CG.board(map);
    const say = (key, values) => CG.say(board, key, values);
    L.control.zoom({position: "topright", zoomInTitle: say("zoom_in"),
      zoomOutTitle: say("zoom_out")}).addTo(map);
    button(board, "home", () => {
      CG.fit(board, CG.extentOf(board));
      CG.remember(board);
    });
    if (document.fullscreenEnabled) {
      button(board, "fullscreen", () => {
        if (document.fullscreenElement) document.exitFullscreen();
        else CG.host(board).requestFullscreen();
      });
    }
    L.control.scale({position: "bottomright", imperial: false, maxWidth: 140}).addTo(map);
    if (board.grids) gridNote(board);
    if (board.layers.background) {
      L.control.attribution({position: "bottomright", prefix: false}).addTo(map);
    }
  };

  function button(board, name, act) {
    const Control = L.Control.extend({
      onAdd() {
        const node = CG.el("button", {type: "button", class: "cg-button",
          title: CG.say(board, name), "aria-label": CG.say(board, name), onclick: act},
        CG.svg("svg", {width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true"},
          CG.svg("path", {d: ICONS[name], fill: "none", stroke: "currentColor",
            "stroke-width": 1.6})));
        L.DomEvent.disableClickPropagation(node);
        return node;
      },
    });
    new Control({position: "topright"}).addTo(board.map);
  }

  function gridNote(board) {
    const note = CG.el("div", {class: "cg-grid-note"});
    const follow = () => {
      const one = board.view.province;
      const meridians = Object.entries(board.grids)
        .filter(([code]) => one === null || code === one).map(([, grid]) => grid.meridian);
      const all = [...new Set(meridians)];
      note.textContent = all.length > 4 ? ""
        : CG.say(board, "grid_note", {meridian: all.join(", ")});
    };
    const Control = L.Control.extend({onAdd: () => note});
    new Control({position: "bottomright"}).addTo(board.map);
    CG.on(board, "view", (what) => { if (what === "province") follow(); });
    CG.on(board, "layer", ({name, on}) => { if (name === "grid") note.hidden = !on; });
    follow();
  }
})();
