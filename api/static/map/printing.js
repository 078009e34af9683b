/* The form that prints: moved into the panel, it asks for what the map shows when it is sent. */
(function () {
  "use strict";
  const CG = (window.ClusterGis = window.ClusterGis || {});
  const CARRIED = ["province", "as_of", "known_at"];

  CG.printing = (map) => {
    const board = CG.board(map);
    const home = document.getElementById("cg-print");
    const actions = CG.host(board).querySelector(".cg-actions");
    if (!home || !actions) return;
    const menu = home.querySelector("details");
    const form = menu.querySelector("form");
    menu.querySelector("summary").classList.add("cg-act");
    actions.insertBefore(menu, actions.querySelector("[role=status]"));
    home.remove();

    const view = form.querySelector("#print-view");
    view.closest("p").hidden = false;
    const ask = (name, value) => {
      if (value === null || value === undefined || value === "") return;
      form.append(CG.el("input", {type: "hidden", name, value, class: "cg-asked"}));
    };
    form.addEventListener("submit", () => {
      const shown = CG.parameters(board);
      const names = [...CARRIED, ...board.desk.options.map(({name}) => name)];
      form.querySelectorAll(".cg-asked").forEach((node) => node.remove());
      form.querySelectorAll("input[type=hidden]").forEach((node) => {
        if (names.includes(node.name)) node.remove();
      });
      names.forEach((name) => ask(name, shown.get(name)));
      // The divider shows states on both sides; on paper the classes of the change tell it.
      ask("theme", board.view.swipe === null ? board.view.theme : board.theme);
      if (view.checked) ask("bbox", seen(board));
    });
  };

  /* West, south, east, north of the part of the map that no panel covers, as degrees. */
  function seen(board) {
    const {map} = board;
    const size = map.getSize();
    const side = size.x > 720 && !board.panelHidden ? 344 : 0;
    const corner = map.containerPointToLatLng([side, size.y]);
    const other = map.containerPointToLatLng([size.x, 0]);
    return [corner.lng, corner.lat, other.lng, other.lat].map((value) => value.toFixed(5)).join(",");
  }
})();
