/* The shared ground of every map: one board per map, texts, numbers, dates, safe elements.
   Texts about clusters become text nodes here and nowhere else: nothing is set as HTML. */
(function () {
  "use strict";
  const CG = (window.ClusterGis = window.ClusterGis || {});
  const boards = new WeakMap();

  /* Leaflet gives each drawing and each tile a picture of its own for the graphics card. Without
     one, as on office machines and remote desktops, all of them are laid over each other for every
     frame of a drag: flat moves leave one picture, that of the map (map.css). */
  L.Browser.ie3d = true;

  /** Data that the page carries in a JSON script element. */
  CG.read = (id) => JSON.parse(document.getElementById(id).textContent);

  /** The board of a map: what is shown, what is chosen, who wants to hear about it. */
  CG.board = (map) => {
    if (!boards.has(map)) {
      boards.set(map, {map, texts: {}, language: "vi", listeners: {}, hidden: {}, view: {}});
    }
    return boards.get(map);
  };

  /** Begin a map: texts, themes and what is chosen at first; the address may choose otherwise. */
  CG.start = (map, options) => {
    const board = CG.board(map);
    Object.assign(board, options);
    if (board.desk) {
      const {day, dated, known_at: knownAt, kinds, states} = board.desk;
      Object.assign(board, {day, dated, knownAt, kinds, states});
    }
    board.view = {theme: options.theme, province: options.province, selected: null, status: null,
      unit: null, kind: null, sector: null};
    board.themes.forEach((theme) => { board.hidden[theme.code] = new Set(); });
    board.asked = CG.readAddress(board);
    Object.assign(board.view, board.asked.view);
    board.hidden = board.asked.hidden;
    map.setMaxBounds(CG.bounds(board.reach).pad(0.5));
    const container = map.getContainer();
    container.setAttribute("aria-label", CG.say(board, "map_label"));
    container.setAttribute("role", board.desk ? "application" : "main");
    container.id = container.id || "map";
    board.placed = Boolean(board.asked.at);
    if (board.placed) map.setView([board.asked.at[1], board.asked.at[2]], board.asked.at[0]);
    else CG.fit(board, options.focus || CG.extentOf(board));
    map.on("moveend", () => {
      // Until the reader moves the map, its extent is that of the province.
      if (!board.returning) board.placed = true;
      CG.remember(board);
    });
    CG.on(board, "view", (what) => {
      // A slider that plays says so itself when it rests: browsers bound how often an address changes.
      if (what !== "time") CG.remember(board, what !== "data" && what !== "address");
    });
    CG.on(board, "layer", () => CG.remember(board));
  };

  /** South, west, north, east as Leaflet wants them. */
  CG.bounds = (extent) => L.latLngBounds([extent[0], extent[1]], [extent[2], extent[3]]);

  CG.extentOf = (board) => {
    const one = board.provinces.find((province) => province.code === board.view.province);
    return one ? one.extent : board.whole;
  };

  /** Show an extent in the part of the map that no panel covers. */
  CG.fit = (board, extent) => {
    const wide = board.map.getSize().x > 720;
    const before = board.returning;
    board.returning = true;
    board.placed = false;
    board.map.fitBounds(CG.bounds(extent), {
      animate: false,
      paddingTopLeft: wide ? [board.panelHidden ? 16 : 344, 16] : [6, 64],
      paddingBottomRight: wide ? [16, 16] : [6, 72],
    });
    board.returning = before;
  };

  /** True when the row passes the filters that are not switches of a legend. */
  CG.inFilter = (board, row, except) => ["province", "status", "kind", "unit", "sector"].every((name) => {
    const wanted = board.view[name];
    if (wanted === null || name === except) return true;
    if (name === "unit") return (row.units || []).some((at) => board.units[at][0] === wanted);
    if (name === "sector") return (row.sectors || []).some((at) => board.sectors[at][0] === wanted);
    return row[name] === wanted || (wanted === "unknown" && !row[name]);
  });

  CG.theme = (board) => board.themes.find((theme) => theme.code === board.view.theme);

  CG.category = (board, row, theme) => {
    const used = theme || CG.theme(board);
    return used.categories.find((category) => category.code === row[used.field]);
  };

  /** The element that holds the map and everything laid over it. */
  CG.host = (board) => {
    const host = board.map.getContainer().parentElement;
    host.classList.add("cg-host");
    return host;
  };

  CG.on = (board, event, listener) => {
    (board.listeners[event] = board.listeners[event] || []).push(listener);
    if (board.gathering) board.gathering.push([event, listener]);
  };

  /** Do `build`; the function returned forgets every listener that it added. */
  CG.gather = (board, build) => {
    const added = [];
    board.gathering = added;
    build();
    board.gathering = null;
    return () => added.forEach(([event, listener]) => {
      board.listeners[event] = board.listeners[event].filter((one) => one !== listener);
    });
  };

  CG.tell = (board, event, detail) => {
    [...(board.listeners[event] || [])].forEach((listener) => listener(detail));
  };

  /** A text of the page in its language; values go in by name. */
  CG.say = (board, key, values) => {
    const text = board.texts[key] === undefined ? key : board.texts[key];
    return text.replace(/\{(\w+)\}/g, (whole, name) => (
      values && values[name] !== undefined ? String(values[name]) : whole
    ));
  };

  /** An element: `attributes` as given, children are elements or texts, null is left out. */
  CG.el = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (value === null || value === undefined || value === false) return;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : value);
    });
    children.flat().forEach((child) => {
      if (child !== null && child !== undefined && child !== "") node.append(child);
    });
    return node;
  };

  const SVG = "http://www.w3.org/2000/svg";

  /** The same for SVG. */
  CG.svg = (tag, attributes, ...children) => {
    const node = document.createElementNS(SVG, tag);
    Object.entries(attributes || {}).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children);
    return node;
  };

  /** Letters without marks, lower case, đ as d, one space between words: for searching. */
  CG.fold = (text) => String(text).normalize("NFD").replace(/[\u0300-\u036f]/g, "")
    .toLowerCase().replace(/đ/g, "d").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  const formats = {};

  /** 1.234,56 in Vietnamese, 1,234.56 in English. Decimal texts keep their own digits. */
  CG.number = (board, value) => {
    if (value === null || value === undefined || value === "") return "";
    const places = Math.min((String(value).split(".")[1] || "").length, 6);
    const locale = board.language === "vi" ? "vi-VN" : "en-GB";
    const key = `${locale} ${places}`;
    formats[key] = formats[key] || new Intl.NumberFormat(locale, {
      maximumFractionDigits: places, minimumFractionDigits: places,
    });
    return formats[key].format(Number(value));
  };

  /** An ISO date as dd/mm/yyyy; a month or year alone stays one. */
  CG.date = (iso) => (iso ? String(iso).slice(0, 10).split("-").reverse().join("/") : "");

  /** Only addresses of the web are made into links; anything else stays text. */
  CG.isWeb = (address) => /^https?:\/\/[^\s]+$/i.test(address || "");
})();
