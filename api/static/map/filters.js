/* Filters beside the switches of the legend: province, unit, kind, sector. */
(function () {
  "use strict";
  const CG = (window.ClusterGis = window.ClusterGis || {});

  /** Filters that have something to choose from; each tells how many clusters are behind it. */
  CG.filterFields = (board) => {
    const province = provinceField(board);
    const others = [
      chooser(board, "unit", (row) => (row.units || []).map((at) => board.units[at])),
      chooser(board, "kind", (row) => (row.kind ? [[row.kind, kindLabel(board, row.kind)]]
        : [["unknown", CG.say(board, "kind_unknown")]])),
      chooser(board, "sector", (row) => (row.sectors || []).map((at) => board.sectors[at])),
    ];
    const state = chooser(board, "status", (row) => [[row.status,
      (board.states && board.states[row.status]) || row.status]]);
    const fold = CG.el("details", {class: "cg-fold-in"},
      CG.el("summary", {}, CG.say(board, "more_filters")), others.map((one) => one.node));
    // A country has two thousand communes: their entries are made when they can be seen.
    fold.addEventListener("toggle", () => {
      if (fold.open) others.forEach((one) => one.follow(true));
    });
    const follow = () => {
      state.follow(true);
      others.forEach((one) => one.follow(fold.open));
      state.node.hidden = state.node.hidden || !board.states;
      fold.hidden = others.every((one) => one.node.hidden);
      if (["unit", "kind", "sector"].some((name) => board.view[name] !== null)) fold.open = true;
    };
    CG.on(board, "view", (what) => { if (what !== "selected" && what !== "theme") follow(); });
    follow();
    return CG.el("div", {class: "cg-row"}, province, state.node, fold);
  };

  const inOrder = new Intl.Collator("vi").compare;
  const kindLabel = (board, code) => (board.kinds && board.kinds[code]) || code;

  function provinceField(board) {
    if (board.provinces.length < 2) return "";
    const select = CG.el("select", {id: "cg-province", onchange: () => {
      Object.assign(board.view, {province: select.value || null, unit: null});
      CG.fit(board, CG.extentOf(board));
      CG.tell(board, "view", "province");
    }},
    CG.el("option", {value: ""}, CG.say(board, "all_provinces")),
    board.provinces.map((one) => CG.el("option", {value: one.code}, one.name)));
    const follow = () => { select.value = board.view.province || ""; };
    CG.on(board, "view", follow);
    follow();
    return CG.el("div", {class: "cg-field"},
      CG.el("label", {class: "cg-name", for: "cg-province"}, CG.say(board, "province")), select);
  }

  /* options(row): [value, label] pairs of a row. Only what occurs can be chosen. */
  function chooser(board, name, options) {
    const id = `cg-${name}`;
    const select = CG.el("select", {id, onchange: () => {
      board.view[name] = select.value || null;
      CG.tell(board, "view", "filter");
    }});
    const node = CG.el("div", {class: "cg-field"},
      CG.el("label", {class: "cg-name", for: id}, CG.say(board, `filter_${name}`)), select);
    const follow = (seen) => {
      const found = new Map();
      board.rows.filter((row) => CG.inFilter(board, row, name)).forEach((row) => {
        options(row).forEach(([value, label, level]) => {
          const one = found.get(value) || {value, label, level, count: 0};
          one.count += 1;
          found.set(value, one);
        });
      });
      const wanted = board.view[name];
      if (wanted !== null && !found.has(wanted)) {
        found.set(wanted, {value: wanted, label: wanted, count: 0});
      }
      node.hidden = found.size < 2 && wanted === null;
      if (!seen) return;
      const sorted = [...found.values()].sort((a, b) => (
        String(a.level || "").localeCompare(String(b.level || ""))
        || inOrder(a.label, b.label)
      ));
      const entry = (one) => CG.el("option", {value: one.value},
        `${one.label} (${CG.number(board, one.count)})`);
      const levels = [...new Set(sorted.map((one) => one.level))].filter(Boolean);
      select.replaceChildren(CG.el("option", {value: ""}, CG.say(board, "any")),
        ...(levels.length > 1 ? levels.map((level) => CG.el("optgroup",
          {label: CG.say(board, `level_${level}`)},
          sorted.filter((one) => one.level === level).map(entry))) : sorted.map(entry)));
      select.value = wanted || "";
    };
    return {node, follow};
  }
})();
