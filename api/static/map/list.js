/* The clusters in view as a list: the way to every symbol of the map by keys alone. */
(function () {
  "use strict";
  const CG = (window.ClusterGis = window.ClusterGis || {});
  const LIMIT = 100;
  const inOrder = new Intl.Collator("vi").compare;

  /** A folded list; arrows move in it, the map shows which one is meant, Enter opens its card. */
  CG.viewList = (board) => {
    const say = (key, values) => CG.say(board, key, values);
    const list = CG.el("ul", {class: "cg-in-view", "aria-label": say("in_view_title")});
    const title = CG.el("summary", {});
    const more = CG.el("p", {class: "cg-note"});
    const fold = CG.el("details", {class: "cg-fold-in"}, title, list, more);
    const pointer = L.circleMarker([0, 0], {pane: "cg-symbols", interactive: false, radius: 13,
      color: "#b8460b", weight: 3, fill: false});
    let rows = [];

    const point = (row) => {
      if (row && row.marker) pointer.setLatLng(row.at).addTo(board.map);
      else pointer.remove();
    };
    const entry = (row, at) => CG.el("li", {}, CG.el("button", {
      type: "button", tabindex: at ? "-1" : "0", "data-code": row.code,
      onfocus: () => point(row), onblur: () => point(null),
      onclick: () => CG.select(board, row.code),
    }, CG.symbolIcon(CG.category(board, row), 16), CG.el("span", {class: "cg-text"}, row.short,
      CG.el("small", {}, CG.category(board, row).label))));
    const follow = (open) => {
      const view = board.map.getBounds();
      rows = board.rows.filter((row) => row.marker && board.passes(row) && view.contains(row.at));
      title.textContent = say("in_view", {count: CG.number(board, rows.length)});
      if (!open) return;
      rows.sort((a, b) => inOrder(a.short, b.short));
      // Only what stands in this list: the card carries the code too and must keep its focus.
      const held = list.contains(document.activeElement) && document.activeElement.dataset.code;
      list.replaceChildren(...rows.slice(0, LIMIT).map(entry));
      more.textContent = rows.length > LIMIT
        ? say("in_view_more", {count: CG.number(board, rows.length - LIMIT)}) : "";
      const again = held && list.querySelector(`[data-code="${CSS.escape(held)}"]`);
      if (again) {
        list.querySelectorAll("button").forEach((one) => { one.tabIndex = one === again ? 0 : -1; });
        again.focus();
      }
    };
    list.addEventListener("keydown", (event) => {
      const buttons = [...list.querySelectorAll("button")];
      const now = buttons.indexOf(document.activeElement);
      const to = {ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: buttons.length - 1}[event.key];
      if (to === undefined || !buttons[to]) return;
      event.preventDefault();
      buttons[now].tabIndex = -1;
      buttons[to].tabIndex = 0;
      buttons[to].focus();
    });
    // At the click, not at "toggle", which comes later: the next Tab must find the list filled.
    title.addEventListener("click", () => follow(!fold.open));
    fold.addEventListener("toggle", () => follow(fold.open));
    board.map.on("moveend", () => follow(fold.open));
    CG.on(board, "view", (what) => { if (what !== "selected") follow(fold.open); });
    follow(false);
    return fold;
  };
})();
