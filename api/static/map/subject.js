/* What a subject adds to the panel: how it is read, tables that follow the filter, lists, shapes. */
(function () {
  "use strict";
  const CG = window.ClusterGis;

  /** Build what the subject adds; other data take the place of those before. */
  CG.subject = (map, data) => {
    const board = CG.board(map);
    let forget = CG.gather(board, () => build(board, data));
    board.loadSubject = (fresh) => {
      forget();
      if (board.shapes) board.shapes.remove();
      CG.host(board).querySelectorAll(".cg-told, .cg-tally, .cg-listing, .cg-shapes")
        .forEach((node) => node.remove());
      forget = CG.gather(board, () => build(board, fresh));
      if (board.extra) board.extra(fresh);
    };
  };

  function build(board, data) {
    const body = CG.host(board).querySelector(".cg-body");
    const before = body.querySelector(".cg-placing");
    const add = (node) => { body.insertBefore(node, before); };
    const told = [...data.notes, data.note].filter(Boolean);
    if (told.length) {
      const title = body.querySelector(".cg-title");
      title.append(...told.map((text) => CG.el("p", {class: "cg-told"}, text)));
    }
    if (data.overlays) add(shapes(board, data.overlays));
    data.tallies.forEach((tally) => add(table(board, tally)));
    if (data.listing) add(listing(board, data.listing));
  }

  const figure = (board, value) => CG.number(board, String(Math.round(value * 100) / 100));

  /* A table of sums over the clusters shown; a row picked shows only the clusters that count in it. */
  function table(board, tally) {
    const field = `tally_${tally.code}`;
    const wide = tally.columns.length > 4
      || (tally.columns.length > 3 && tally.labels.some((label) => label.length > 14));
    const rows = tally.labels.map((text, at) => {
      const label = tally.codes && tally.codes[at]
        ? CG.el("span", {}, text, " ", CG.el("code", {}, tally.codes[at])) : text;
      const cells = tally.columns.map(() => CG.el("td", {}));
      const name = tally.picks
        ? CG.el("button", {type: "button", class: "cg-pick", "aria-pressed": "false",
          onclick: () => pick(at)}, label)
        : label;
      /* With many columns the name has a line of its own above its figures. */
      if (wide) {
        const head = CG.el("th", {scope: "rowgroup", colspan: tally.columns.length}, name);
        return {cells, name, node: CG.el("tbody", {}, CG.el("tr", {}, head),
          CG.el("tr", {}, cells))};
      }
      return {cells, name, node: CG.el("tr", {}, CG.el("th", {scope: "row"}, name), cells)};
    });
    const only = (row) => (row[field] || []).some(([at]) => at === board.picked.at);
    const pick = (at) => {
      const again = board.picked && board.picked.code === tally.code && board.picked.at === at;
      board.picked = again ? null : {code: tally.code, at, only};
      CG.tell(board, "view", "picked");
    };
    const follow = () => {
      const sums = rows.map(() => tally.columns.map(() => 0));
      const seen = rows.map(() => false);
      const held = board.picked;
      // The table itself is not narrowed by its own pick: the other rows stay there to be picked.
      if (held && held.code === tally.code) board.picked = null;
      board.rows.filter((row) => board.passes(row)).forEach((row) => {
        (row[field] || []).forEach(([at, ...figures]) => {
          seen[at] = true;
          figures.forEach((value, column) => { sums[at][column] += Number(value); });
        });
      });
      board.picked = held;
      let any = false;
      rows.forEach(({cells, name, node}, at) => {
        tally.columns.forEach((column, place) => {
          // A sum over clusters of which nothing is known is not zero.
          let value = column.of != null && sums[at][column.of] === 0 ? null : sums[at][place];
          if (column.ratio) {
            const [over, under] = column.ratio;
            value = sums[at][under] > 0 ? (sums[at][over] * 100) / sums[at][under] : null;
          }
          cells[place].textContent = value === null ? "–"
            : figure(board, value) + (column.unit && !wide ? ` ${column.unit}` : "");
          cells[place].classList.toggle("cg-zero", value === 0 || value === null);
        });
        node.hidden = !seen[at];
        any = any || seen[at];
        if (tally.picks) {
          name.setAttribute("aria-pressed",
            String(Boolean(held && held.code === tally.code && held.at === at)));
        }
      });
      empty.hidden = any;
    };
    const empty = CG.el("p", {class: "cg-none"}, CG.say(board, "tally_none"));
    CG.on(board, "view", (what) => { if (what !== "selected") follow(); });
    follow();
    return CG.el("section", {class: "cg-tally"}, CG.el("h2", {}, tally.title),
      CG.el("div", {class: "cg-scroll", tabindex: "0", role: "region", "aria-label": tally.title},
        CG.el("table", {class: wide ? "cg-wide-table" : null},
          CG.el("thead", {}, CG.el("tr", {}, wide ? "" : CG.el("td", {}),
            tally.columns.map((column) => CG.el("th", {scope: "col"},
              wide && column.unit ? `${column.label} (${column.unit})` : column.label)))),
          wide ? rows.map(({node}) => node) : CG.el("tbody", {}, rows.map(({node}) => node)))),
      empty,
      tally.note ? CG.el("p", {class: "cg-note"}, tally.note) : "");
  }

  /* The lines of a list; a line that names a cluster leads to it. */
  function listing(board, {title, rows}) {
    const list = CG.el("ol", {});
    const nodes = rows.map(([code, category, name, text]) => {
      const theme = board.themes[0];
      const drawn = theme.categories.find((one) => one.code === category);
      const row = board.byCode.get(code);
      const inside = [drawn ? CG.symbolIcon(drawn, 16) : "",
        CG.el("span", {}, CG.el("b", {}, name), CG.el("small", {}, text))];
      return {row, node: CG.el("li", {}, row
        ? CG.el("button", {type: "button", class: "cg-line", onclick: () => CG.goTo(board, row)},
          inside)
        : CG.el("span", {class: "cg-line"}, inside))};
    });
    const count = CG.el("span", {class: "cg-count"});
    const follow = () => {
      const shown = nodes.filter(({row}) => !row || board.passes(row));
      list.replaceChildren(...shown.map(({node}) => node));
      count.textContent = CG.number(board, shown.length);
    };
    CG.on(board, "view", (what) => { if (what !== "selected") follow(); });
    follow();
    return CG.el("section", {class: "cg-listing"},
      CG.el("h2", {}, title, " (", count, ")"), list,
      rows.length ? "" : CG.el("p", {class: "cg-none"}, CG.say(board, "list_none")));
  }

  /* Shapes beside the clusters with a legend and a switch of their own. */
  function shapes(board, {theme, shapes: all}) {
    if (!board.map.getPane("cg-shapes")) board.map.createPane("cg-shapes").style.zIndex = 400;
    const renderer = L.svg({pane: "cg-shapes", padding: 0.4});
    const group = L.featureGroup().addTo(board.map);
    const counts = {};
    all.forEach(([code, label, lines, geometry]) => {
      const category = theme.categories.find((one) => one.code === code);
      counts[code] = (counts[code] || 0) + 1;
      const shape = L.geoJSON(geometry, {pane: "cg-shapes", renderer,
        style: () => CG.areaStyle(category, category.hatched)});
      shape.bindTooltip(() => CG.el("div", {class: "cg-hint"}, CG.el("strong", {}, label),
        CG.el("span", {}, CG.areaIcon(category), category.label),
        lines.map((line) => CG.el("span", {}, line))),
      {sticky: true, direction: "top", className: "cg-tooltip"});
      group.addLayer(shape);
    });
    board.shapes = group;
    const list = theme.categories.filter((one) => counts[one.code]).map((category) => (
      CG.el("li", {}, CG.areaIcon(category), CG.el("span", {class: "cg-text"}, category.label),
        CG.el("span", {class: "cg-count"}, CG.number(board, counts[category.code])))));
    return CG.el("section", {class: "cg-shapes"}, CG.el("h2", {}, theme.label),
      CG.el("ul", {}, list));
  }
})();
