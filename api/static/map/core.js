/* The shared ground of every map: one board per map, texts, numbers, dates, safe elements.
   Texts about clusters become text nodes here and nowhere else: nothing is set as HTML. */
(function () {
  "use strict";
  const CG = (window.ClusterGis = window.ClusterGis || {});
  const boards = new WeakMap();

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
    board.view = {theme: options.theme, province: options.province, selected: null};
    board.themes.forEach((theme) => { board.hidden[theme.code] = new Set(); });
    const asked = new URLSearchParams(location.hash.slice(1));
    if (board.themes.some((theme) => theme.code === asked.get("by"))) {
      board.view.theme = asked.get("by");
    }
    if (asked.get("in") === "all") board.view.province = null;
    else if (board.provinces.some((one) => one.code === asked.get("in"))) {
      board.view.province = asked.get("in");
    }
    board.view.selected = asked.get("cluster");
    const extent = CG.extentOf(board);
    map.setMaxBounds(CG.bounds(board.reach).pad(0.5));
    map.getContainer().setAttribute("aria-label", CG.say(board, "map_label"));
    map.getContainer().setAttribute("role", "main");
    const at = (asked.get("at") || "").split("/").map(Number);
    board.placed = at.length === 3 && at.every(Number.isFinite);
    if (board.placed) map.setView([at[1], at[2]], at[0]);
    else CG.fit(board, extent);
    const remember = () => CG.remember(board);
    map.on("moveend", remember);
    CG.on(board, "view", remember);
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
    board.map.fitBounds(CG.bounds(extent), {
      animate: false,
      paddingTopLeft: wide ? [board.panelHidden ? 16 : 344, 16] : [6, 64],
      paddingBottomRight: wide ? [16, 16] : [6, 72],
    });
  };

  /** Keep extent, theme, province and selection in the address, so that it can be sent on. */
  CG.remember = (board) => {
    const centre = board.map.getCenter();
    const parts = [`at=${board.map.getZoom()}/${centre.lat.toFixed(4)}/${centre.lng.toFixed(4)}`];
    parts.push(`by=${board.view.theme}`, `in=${board.view.province || "all"}`);
    if (board.view.selected) parts.push(`cluster=${encodeURIComponent(board.view.selected)}`);
    history.replaceState(null, "", `#${parts.join("&")}`);
  };

  /** True when the row passes the filters that are not switches of a legend. */
  CG.inFilter = (board, row) => (
    board.view.province === null || row.province === board.view.province
  );

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
  };

  CG.tell = (board, event, detail) => {
    (board.listeners[event] || []).forEach((listener) => listener(detail));
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
