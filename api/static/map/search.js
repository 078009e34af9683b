/* Search without diacritics over names, codes, communes and investors, by mouse or by keys. */
(function () {
  "use strict";
  const CG = window.ClusterGis;
  const LIMIT = 40;

  /* What a row is found by; made at the first search. */
  const foundBy = (row) => {
    row.found = row.found || CG.fold(["cụm công nghiệp ccn", row.name, row.code, row.place,
      row.investor].filter(Boolean).join(" "));
    return row.found;
  };

  /** Rows that hold every word of the query, names that begin with it first. */
  CG.find = (board, query) => {
    const folded = CG.fold(query);
    const words = folded.split(" ").filter(Boolean);
    const bare = folded.replace(/^(cum cong nghiep|ccn)( |$)/, "");
    const rank = (row) => {
      const name = CG.fold(row.short);
      if (bare && name === bare) return 0;
      if (bare && name.startsWith(bare)) return 1;
      return bare && name.includes(bare) ? 2 : 3;
    };
    return board.rows.filter((row) => words.every((word) => foundBy(row).includes(word)))
      .map((row) => ({row, rank: rank(row)}))
      .sort((a, b) => a.rank - b.rank || a.row.short.localeCompare(b.row.short, "vi"))
      .map(({row}) => row);
  };

  CG.searchBox = (board) => {
    const say = (key, values) => CG.say(board, key, values);
    let found = [];
    let active = -1;
    const list = CG.el("ul", {id: "cg-found", role: "listbox", hidden: true,
      "aria-label": say("search")});
    const input = CG.el("input", {
      type: "search", id: "cg-search", role: "combobox", autocomplete: "off", spellcheck: "false",
      placeholder: say("search"), "aria-label": say("search"), "aria-expanded": "false",
      "aria-controls": "cg-found", "aria-autocomplete": "list",
    });

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (row) => {
      input.value = row.name;
      close();
      CG.goTo(board, row);
    };
    const point = (to) => {
      active = to;
      [...list.querySelectorAll('[role="option"]')].forEach((node, at) => {
        node.setAttribute("aria-selected", String(at === to));
        if (at === to) {
          input.setAttribute("aria-activedescendant", node.id);
          node.scrollIntoView({block: "nearest"});
        }
      });
    };
    const open = () => {
      const all = CG.find(board, input.value);
      found = all.slice(0, LIMIT);
      active = -1;
      list.replaceChildren(...found.map((row, at) => CG.el("li", {
        id: `cg-found-${at}`, role: "option", "aria-selected": "false",
        onmousedown: (event) => { event.preventDefault(); choose(row); },
      }, CG.symbolIcon(CG.category(board, row), 16),
      CG.el("span", {}, CG.el("b", {}, row.name),
        CG.el("small", {}, row.place || say("place_unknown"))))));
      if (!found.length) list.append(CG.el("li", {class: "cg-none"}, say("search_none")));
      if (all.length > LIMIT) {
        list.append(CG.el("li", {class: "cg-none"}, say("search_more", {count: all.length - LIMIT})));
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };

    input.addEventListener("input", open);
    input.addEventListener("focus", open);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) open();
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (found.length) point((active + step + found.length) % found.length);
        event.preventDefault();
      } else if (event.key === "Enter" && found.length && !list.hidden) {
        choose(found[Math.max(active, 0)]);
        event.preventDefault();
      } else if (event.key === "Escape" && !list.hidden) {
        close();
        event.preventDefault();
      }
    });
    return CG.el("div", {class: "cg-search", role: "search"}, input, list);
  };
})();
