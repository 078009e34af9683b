/* What is shown, kept in the address, so that it can be sent to a colleague and gone back to.
   On the desk in the query, where the server checks it; in a file of its own after the #. */
(function () {
  "use strict";
  const CG = (window.ClusterGis = window.ClusterGis || {});
  const FILTERS = ["status", "unit", "kind", "sector"];
  /* Read by the server: day, known-at, subject, language. The scripts leave them as they are. */
  const OURS = ["at", "by", "province", "select", "hide", "layers", "swipe", "moment", ...FILTERS];

  const given = (board) => new URLSearchParams(
    board.desk ? location.search : location.hash.slice(1),
  );

  /** What the address asks for; what it does not name is as the page begins. */
  CG.readAddress = (board) => {
    const asked = given(board);
    const view = {theme: board.theme, province: board.province, selected: asked.get("select")};
    if (board.themes.some((theme) => theme.code === asked.get("by"))) view.theme = asked.get("by");
    const province = asked.get("province");
    if (province === "all") view.province = null;
    else if (board.provinces.some((one) => one.code === province)) view.province = province;
    FILTERS.forEach((name) => { view[name] = asked.get(name); });
    /* Where the divider of two sides stands, in percent; the day of the slider of a history. */
    const swipe = Number.parseInt(asked.get("swipe"), 10);
    view.swipe = swipe >= 0 && swipe <= 100 ? swipe : null;
    view.moment = /^\d{4}-\d\d-\d\d$/.test(asked.get("moment") || "") ? asked.get("moment") : null;
    const hidden = {};
    board.themes.forEach((theme) => { hidden[theme.code] = new Set(); });
    (asked.get("hide") || "").split(",").forEach((pair) => {
      const [theme, code] = pair.split(".");
      if (code && hidden[theme]) hidden[theme].add(code);
    });
    const at = (asked.get("at") || "").split("/").map(Number);
    return {
      view, hidden, at: at.length === 3 && at.every(Number.isFinite) ? at : null,
      layers: asked.has("layers") ? asked.get("layers").split(",").filter(Boolean) : null,
    };
  };

  /** The parameters of what is shown now. changes: name -> value, null drops one. */
  CG.parameters = (board, changes) => {
    const kept = given(board);
    const {view} = board;
    const centre = board.map.getCenter();
    const hide = board.themes.flatMap((theme) => (
      [...board.hidden[theme.code]].map((code) => `${theme.code}.${code}`)
    ));
    const values = {
      at: board.placed
        ? `${board.map.getZoom()}/${centre.lat.toFixed(4)}/${centre.lng.toFixed(4)}` : null,
      by: view.theme === board.theme ? null : view.theme,
      province: view.province === board.province ? null : view.province || "all",
      select: view.selected, hide: hide.join(","), layers: layersOf(board),
      swipe: view.swipe, moment: view.moment,
      ...Object.fromEntries(FILTERS.map((name) => [name, view[name]])),
    };
    if (board.day) Object.assign(values, {as_of: board.dated ? board.day : null});
    OURS.forEach((name) => kept.delete(name));
    Object.entries({...values, ...changes}).forEach(([name, value]) => {
      if (value === null || value === undefined || value === "") kept.delete(name);
      else kept.set(name, value);
    });
    return kept;
  };

  /* Slashes, commas and colons are plain in a query; an address is read by people too. */
  const written = (parameters) => parameters.toString()
    .replace(/%2F/g, "/").replace(/%2C/g, ",").replace(/%3A/g, ":");

  /** Address of the desk as it is seen, with some parameters changed. */
  CG.addressWith = (board, changes) => {
    const text = written(CG.parameters(board, changes));
    return text ? `${location.pathname}?${text}` : location.pathname;
  };

  /** Write the address. push: the reader chose something, so "back" leads to before it. */
  CG.remember = (board, push) => {
    if (board.returning || (board.desk && !board.ready)) return;
    const text = written(CG.parameters(board));
    const address = board.desk ? `?${text}` : `#${text}`;
    if (address === (board.desk ? location.search : location.hash)) return;
    if (push && board.desk) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    CG.tell(board, "address");
  };

  /** Show what the address says: after "back" or "forward". */
  CG.comeBack = (board) => {
    board.returning = true;
    const asked = CG.readAddress(board);
    board.hidden = asked.hidden;
    Object.assign(board.view, asked.view);
    board.placed = Boolean(asked.at);
    if (asked.at) board.map.setView([asked.at[1], asked.at[2]], asked.at[0], {animate: false});
    else CG.fit(board, CG.extentOf(board));
    CG.showLayers(board, asked.layers);
    CG.tell(board, "view", "address");
    CG.tell(board, "view", "selected");
    board.returning = false;
    CG.tell(board, "address");
  };

  const usual = (board) => Object.keys(board.layers || {}).filter((name) => (
    (board.offAtFirst || ["background"]).indexOf(name) < 0
  ));

  /** Switch on exactly these layers; null = those that are on at first. */
  CG.showLayers = (board, names) => {
    const wanted = names || usual(board);
    Object.entries(board.layers).forEach(([name, layer]) => {
      const on = board.map.hasLayer(layer);
      if (on !== wanted.includes(name)) CG.switchLayer(board, name, !on);
    });
  };

  function layersOf(board) {
    if (!board.layersReady) {
      return board.asked && board.asked.layers ? board.asked.layers.join(",") : null;
    }
    const on = Object.keys(board.layers).filter((name) => board.map.hasLayer(board.layers[name]));
    return on.sort().join() === usual(board).sort().join() ? null : on.join(",") || "none";
  }
})();
