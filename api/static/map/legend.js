/* The legend: classes with counts and switches, how sure the places are. */
(function () {
  "use strict";
  const CG = (window.ClusterGis = window.ClusterGis || {});
  /* States of a cluster that has its establishment decision, as the register counts them. */
  const ESTABLISHED = ["established", "detailed_plan_approved", "under_construction", "operating"];

  /** The classes of what the clusters are coloured by, with counts that follow the filters. */
  CG.legend = (board) => {
    const say = (key, values) => CG.say(board, key, values);
    const list = CG.el("ul", {});
    const total = CG.el("p", {class: "cg-total", role: "status"});
    const headline = CG.el("p", {class: "cg-headline", role: "status"});
    const every = CG.el("button", {type: "button", class: "cg-link", onclick: () => {
      Object.values(board.hidden).forEach((codes) => codes.clear());
      CG.tell(board, "view", "hidden");
    }}, say("all_on"));
    let drawnFor = null;
    const boxes = new Map();
    const build = (theme) => {
      drawnFor = theme.code;
      boxes.clear();
      list.replaceChildren(...theme.categories.map((category) => {
        const box = CG.el("input", {type: "checkbox", value: category.code, onchange: () => {
          const hidden = board.hidden[theme.code];
          if (box.checked) hidden.delete(category.code);
          else hidden.add(category.code);
          CG.tell(board, "view", "hidden");
        }});
        const number = CG.el("span", {class: "cg-count"});
        boxes.set(category.code, {box, number});
        return CG.el("li", {}, CG.el("label", {}, box, CG.symbolIcon(category, 20),
          CG.el("span", {class: "cg-text"}, category.label), number));
      }));
    };
    const follow = () => {
      const theme = CG.theme(board);
      if (theme.code !== drawnFor) build(theme);
      const counts = {};
      let shown = 0;
      let all = 0;
      board.rows.forEach((row) => {
        if (CG.inFilter(board, row)) all += 1;
        if (board.passes(row)) shown += 1;
        if (board.passes(row, theme.code)) {
          counts[row[theme.field]] = (counts[row[theme.field]] || 0) + 1;
        }
      });
      boxes.forEach(({box, number}, code) => {
        box.checked = !board.hidden[theme.code].has(code);
        number.textContent = CG.number(board, counts[code] || 0);
        number.dataset.count = counts[code] || 0;
        box.closest("li").classList.toggle("cg-empty", !counts[code]);
      });
      total.textContent = say("shown", {
        shown: CG.number(board, shown), total: CG.number(board, all),
      });
      CG.sayState(board, headline);
      every.hidden = Object.values(board.hidden).every((codes) => !codes.size);
    };
    CG.on(board, "view", (what) => { if (what !== "selected") follow(); });
    follow();
    return CG.el("section", {class: "cg-legend"}, CG.el("h2", {}, say("legend")), headline, list,
      CG.el("div", {class: "cg-foot"}, total, every));
  };

  /** "On 31/12/2021: 45 established, state not known for 12", of the clusters in the filter. */
  CG.sayState = (board, node) => {
    const here = board.rows.filter((row) => CG.inFilter(board, row));
    /* A subject with days of its own says which is shown; without one there is no such sentence. */
    const day = board.dayTold === undefined ? CG.date(board.day) : board.dayTold;
    node.hidden = CG.theme(board).field !== "status" || !day;
    if (node.hidden) return;
    const count = (codes) => CG.number(board, here.filter((row) => codes.includes(row.status)).length);
    node.textContent = CG.say(board, "headline", {date: day,
      established: count(ESTABLISHED), unknown: count(["unknown"])});
  };

  /** How sure the places are: only the kinds that occur, with counts of what is shown. */
  CG.placing = (board) => {
    const say = (key) => CG.say(board, key);
    const list = CG.el("ul", {});
    const kind = (row) => {
      if (row.boundary_quality) return row.boundary_quality;
      if (row.lon === null) return "not_placed";
      if (row.place_quality === "district") return "district_only";
      return row.radius_m ? "circle" : "symbol_only";
    };
    const kinds = ["surveyed", "digitised", "circle", "symbol_only", "district_only", "not_placed"];
    const follow = () => {
      const counts = {};
      board.rows.filter((row) => board.passes(row)).forEach((row) => {
        counts[kind(row)] = (counts[kind(row)] || 0) + 1;
      });
      list.replaceChildren(...kinds.filter((name) => counts[name]).map((name) => CG.el("li", {},
        swatch(name), CG.el("span", {class: "cg-text"}, say(name)),
        CG.el("span", {class: "cg-count"}, CG.number(board, counts[name])))));
    };
    CG.on(board, "view", (what) => { if (what !== "selected") follow(); });
    follow();
    return CG.el("section", {class: "cg-placing"}, CG.el("h2", {}, say("placing")), list,
      CG.el("p", {class: "cg-note"}, say("line_note")));
  };

  function swatch(name) {
    const ink = "#4b5563";
    const draw = {
      surveyed: ["path", {d: "M2 4l13-2 3 12-12 4z", fill: ink, "fill-opacity": 0.2, stroke: ink,
        "stroke-width": 1.6}],
      digitised: ["path", {d: "M2 4l13-2 3 12-12 4z", fill: CG.hatch(ink), stroke: ink,
        "stroke-width": 1.6, "stroke-dasharray": "4 2"}],
      circle: ["circle", {cx: 10, cy: 10, r: 8, fill: CG.hatch(ink), stroke: ink,
        "stroke-width": 1.5, "stroke-dasharray": "4 2.4"}],
      symbol_only: ["circle", {cx: 10, cy: 10, r: 5, fill: "none", stroke: ink, "stroke-width": 1.6}],
      district_only: ["path", {d: "M3 5h14M4 12h3M9 12h3M14 12h3", stroke: ink, fill: "none",
        "stroke-width": 1.8}],
      not_placed: ["path", {d: "M5 5l10 10M15 5L5 15", stroke: ink, fill: "none",
        "stroke-width": 1.8}],
    }[name];
    return CG.svg("svg", {width: 20, height: 20, viewBox: "0 0 20 20", "aria-hidden": "true",
      class: "cg-icon"}, CG.svg(draw[0], draw[1]));
  }

  /** On a phone: the classes that occur, in one line, while the panel is down. */
  CG.miniature = (board) => {
    const theme = CG.theme(board);
    const rows = board.rows.filter((row) => board.passes(row));
    return CG.el("span", {class: "cg-mini", "aria-hidden": "true"},
      theme.categories.map((category) => {
        const count = rows.filter((row) => row[theme.field] === category.code).length;
        return count ? CG.el("span", {}, CG.symbolIcon(category, 15), CG.number(board, count)) : "";
      }));
  };
})();
