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

  /** 1.234,56 in Vietnamese, 1,234.56 in English. Decimal texts keep their own digits. */
  CG.number = (board, value) => {
    if (value === null || value === undefined || value === "") return "";
    const places = (String(value).split(".")[1] || "").length;
    return new Intl.NumberFormat(board.language === "vi" ? "vi-VN" : "en-GB", {
      maximumFractionDigits: Math.min(places, 6), minimumFractionDigits: Math.min(places, 6),
    }).format(Number(value));
  };

  /** An ISO date as dd/mm/yyyy; a month or year alone stays one. */
  CG.date = (iso) => (iso ? String(iso).slice(0, 10).split("-").reverse().join("/") : "");

  /** Only addresses of the web are made into links; anything else stays text. */
  CG.isWeb = (address) => /^https?:\/\/[^\s]+$/i.test(address || "");
})();
