/* What is shown: search, date, province, theme, legend with counts, layers, notes. */
(function () {
  "use strict";
  const CG = window.ClusterGis;

  CG.panel = (map, options) => {
    const board = CG.board(map);
    const say = (key, values) => CG.say(board, key, values);
    const host = CG.host(board);
    const side = CG.el("div", {class: "cg-side", lang: board.language});
    const body = CG.el("div", {class: "cg-body", id: "cg-body"});
    const sheet = CG.el("button", {type: "button", class: "cg-sheet", "aria-controls": "cg-body",
      "aria-expanded": "false"});
    const panel = CG.el("section", {class: "cg-panel", "aria-label": say("legend")}, sheet, body);

    body.append(
      CG.el("header", {class: "cg-title"}, CG.el("h1", {}, options.title),
        options.simulated ? CG.el("p", {class: "cg-simulated"}, say("simulated_note")) : ""),
      CG.el("div", {class: "cg-row"}, dateField(board, options), provinceField(board)),
      options.known_at
        ? CG.el("p", {class: "cg-note"}, say("known_at", {time: moment(options.known_at)})) : "",
      themeField(board), legend(board), placing(board), layers(board), notes(board, options),
    );
    side.append(CG.searchBox(board), panel);
    host.insertBefore(side, map.getContainer());
    if (options.simulated) host.append(watermark(say("simulated")));

    const count = () => {
      sheet.replaceChildren(CG.el("span", {}, say("legend_open", {
        count: CG.number(board, board.rows.filter((row) => board.passes(row)).length),
      })), miniature(board));
    };
    sheet.addEventListener("click", () => {
      const open = panel.classList.toggle("cg-up");
      sheet.setAttribute("aria-expanded", String(open));
    });
    CG.on(board, "view", (what) => { if (what !== "selected") count(); });
    count();

    const fold = CG.el("button", {type: "button", class: "cg-fold", "aria-expanded": "true",
      "aria-controls": "cg-body", title: say("panel_close"), "aria-label": say("panel_close"),
      onclick: () => {
        board.panelHidden = side.classList.toggle("cg-folded");
        const key = board.panelHidden ? "panel_open" : "panel_close";
        fold.title = say(key);
        fold.setAttribute("aria-label", say(key));
        fold.setAttribute("aria-expanded", String(!board.panelHidden));
      }}, "‹");
    side.append(fold);
  };

  const moment = (iso) => (
    iso.includes("T") ? `${iso.slice(11, 16)} ${CG.date(iso)}` : CG.date(iso)
  );

  const change = (board, what) => CG.tell(board, "view", what);

  /** 31/12/2021 -> 2021-12-31; null when that day does not exist. */
  CG.readDate = (text) => {
    const found = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text);
    if (!found) return null;
    const [day, month, year] = found.slice(1).map(Number);
    const date = new Date(Date.UTC(year, month - 1, day));
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
    return date.toISOString().slice(0, 10);
  };

  function dateField(board, options) {
    const say = (key) => CG.say(board, key);
    const shown = CG.date(options.as_of);
    if (!options.reload_url) {
      return CG.el("div", {class: "cg-field"}, CG.el("span", {class: "cg-name"}, say("as_of")),
        CG.el("output", {class: "cg-date"}, shown));
    }
    const input = CG.el("input", {id: "cg-date", class: "cg-date", inputmode: "numeric",
      value: shown, placeholder: say("date_form"), "aria-describedby": "cg-date-wrong",
      autocomplete: "off"});
    const wrong = CG.el("p", {id: "cg-date-wrong", class: "cg-wrong", role: "alert"});
    const picker = CG.el("input", {type: "date", class: "cg-picker", tabindex: "-1",
      "aria-hidden": "true", value: options.as_of});
    const go = (iso) => {
      const address = new URL(options.reload_url, location.href);
      new URLSearchParams(location.search).forEach((value, key) => {
        if (!address.searchParams.has(key)) address.searchParams.set(key, value);
      });
      address.searchParams.set("as_of", iso);
      address.hash = location.hash;
      location.assign(address);
    };
    picker.addEventListener("change", () => { if (picker.value) go(picker.value); });
    return CG.el("form", {class: "cg-field", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      const iso = CG.readDate(input.value);
      wrong.textContent = iso ? "" : say("date_wrong");
      input.setAttribute("aria-invalid", String(!iso));
      if (iso) go(iso);
    }},
    CG.el("label", {class: "cg-name", for: "cg-date"}, say("as_of")),
    CG.el("span", {class: "cg-joined"}, input,
      CG.el("button", {type: "button", class: "cg-calendar", title: say("date_pick"),
        "aria-label": say("date_pick"), onclick: () => picker.showPicker()}, calendar()),
      CG.el("button", {type: "submit"}, say("date_go")), picker), wrong);
  }

  function calendar() {
    return CG.svg("svg", {width: 15, height: 15, viewBox: "0 0 16 16", "aria-hidden": "true"},
      CG.svg("path", {d: "M2 4h12v10H2zM2 7h12M5 2v4M11 2v4", fill: "none",
        stroke: "currentColor", "stroke-width": 1.4}));
  }

  function provinceField(board) {
    if (board.provinces.length < 2) return "";
    const select = CG.el("select", {id: "cg-province", onchange: () => {
      board.view.province = select.value || null;
      change(board, "province");
      CG.fit(board, CG.extentOf(board));
    }},
    CG.el("option", {value: ""}, CG.say(board, "all_provinces")),
    board.provinces.map((one) => CG.el("option", {value: one.code}, one.name)));
    const follow = () => { select.value = board.view.province || ""; };
    CG.on(board, "view", follow);
    follow();
    return CG.el("div", {class: "cg-field"},
      CG.el("label", {class: "cg-name", for: "cg-province"}, CG.say(board, "province")), select);
  }

  function themeField(board) {
    return CG.el("fieldset", {class: "cg-themes"},
      CG.el("legend", {class: "cg-name"}, CG.say(board, "colour_by")),
      CG.el("div", {class: "cg-joined"}, board.themes.map((theme) => CG.el("label", {},
        CG.el("input", {type: "radio", name: "cg-theme", value: theme.code,
          checked: theme.code === board.view.theme, onchange: () => {
            board.view.theme = theme.code;
            change(board, "theme");
          }}),
        CG.el("span", {}, theme.label)))));
  }

  function legend(board) {
    const say = (key, values) => CG.say(board, key, values);
    const list = CG.el("ul", {});
    const total = CG.el("p", {class: "cg-total", role: "status"});
    const every = CG.el("button", {type: "button", class: "cg-link", onclick: () => {
      Object.values(board.hidden).forEach((codes) => codes.clear());
      change(board, "hidden");
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
          change(board, "hidden");
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
        if (board.view.province === null || row.province === board.view.province) all += 1;
        if (board.passes(row)) shown += 1;
        if (board.passes(row, theme.code)) {
          counts[row[theme.field]] = (counts[row[theme.field]] || 0) + 1;
        }
      });
      boxes.forEach(({box, number}, code) => {
        box.checked = !board.hidden[theme.code].has(code);
        number.textContent = CG.number(board, counts[code] || 0);
        box.closest("li").classList.toggle("cg-empty", !counts[code]);
      });
      total.textContent = say("shown", {
        shown: CG.number(board, shown), total: CG.number(board, all),
      });
      every.hidden = Object.values(board.hidden).every((codes) => !codes.size);
    };
    CG.on(board, "view", (what) => { if (what !== "selected") follow(); });
    follow();
    return CG.el("section", {class: "cg-legend"}, CG.el("h2", {}, say("legend")), list,
      CG.el("div", {class: "cg-foot"}, total, every));
  }

  /* How sure the places are: only the kinds that occur, with counts of what is shown. */
  function placing(board) {
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
  }

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

  function layers(board) {
    const say = (key) => CG.say(board, key);
    const order = ["areas", "labels", "lines", "units", "grid", "background"];
    return CG.el("section", {class: "cg-layers"}, CG.el("h2", {}, say("layers")),
      CG.el("ul", {}, order.filter((name) => board.layers[name]).map((name) => CG.el("li", {},
        CG.el("label", {}, CG.el("input", {type: "checkbox", value: name,
          checked: name !== "background",
          onchange: (event) => CG.switchLayer(board, name, event.target.checked)}),
        CG.el("span", {class: "cg-text"}, say(`layer_${name}`)))))));
  }

  function notes(board, options) {
    const say = (key, values) => CG.say(board, key, values);
    const about = CG.el("div", {});
    const follow = () => {
      const one = board.view.province;
      const here = board.rows.filter((row) => one === null || row.province === one);
      const undated = here.filter((row) => row.status === "unknown").length;
      about.replaceChildren(
        ...options.coverage.filter((item) => one === null || item.province === one)
          .map((item) => CG.el("p", {class: "cg-coverage"}, say("coverage", {
            known: CG.number(board, item.known), reported: CG.number(board, item.reported),
            when: item.when.length === 7 ? item.when.split("-").reverse().join("/") : CG.date(item.when),
          }))),
        undated ? CG.el("p", {}, say("undated", {count: CG.number(board, undated)})) : "");
    };
    CG.on(board, "view", (what) => { if (what === "province") follow(); });
    follow();
    return CG.el("footer", {class: "cg-notes"}, about,
      options.sources.length
        ? CG.el("p", {}, `${say("sources")}: ${options.sources.join("; ")}.`) : "",
      options.data_date ? CG.el("p", {}, say("data_date", {date: CG.date(options.data_date)})) : "");
  }

  /* On a phone: the classes that occur, in one line, while the panel is down. */
  function miniature(board) {
    const theme = CG.theme(board);
    const rows = board.rows.filter((row) => board.passes(row));
    return CG.el("span", {class: "cg-mini", "aria-hidden": "true"},
      theme.categories.map((category) => {
        const count = rows.filter((row) => row[theme.field] === category.code).length;
        return count ? CG.el("span", {}, CG.symbolIcon(category, 15), CG.number(board, count)) : "";
      }));
  }

  function watermark(text) {
    const pattern = CG.svg("pattern", {id: "cg-watermark", width: 420, height: 260,
      patternUnits: "userSpaceOnUse", patternTransform: "rotate(-24)"},
    CG.svg("text", {x: 20, y: 130}, text));
    return CG.svg("svg", {class: "cg-watermark", role: "img", "aria-label": text},
      CG.svg("defs", {}, pattern),
      CG.svg("rect", {width: "100%", height: "100%", fill: "url(#cg-watermark)"}));
  }
})();
