/* The panel: what is shown, on which day, by which filter; its parts are in files of their own. */
(function () {
  "use strict";
  const CG = (window.ClusterGis = window.ClusterGis || {});

  CG.panel = (map, options) => {
    const board = CG.board(map);
    const say = (key, values) => CG.say(board, key, values);
    const host = CG.host(board);
    const side = CG.el("div", {class: "cg-side", lang: board.language});
    const body = CG.el("div", {class: "cg-body", id: "cg-body"});
    const sheet = CG.el("button", {type: "button", class: "cg-sheet", "aria-controls": "cg-body",
      "aria-expanded": "false"});
    const panel = CG.el("section", {class: "cg-panel", "aria-label": say("panel")}, sheet, body);

    body.append(
      CG.el("header", {class: "cg-title"},
        CG.el(board.desk ? "h2" : "h1", {}, options.title),
        options.simulated ? CG.el("p", {class: "cg-simulated"}, say("simulated_note")) : ""),
      board.desk ? subjects(board) : "", board.desk ? subjectOptions(board) : "",
      CG.timeFields(board, options), CG.filterFields(board),
      !board.desk && options.known_at
        ? CG.el("p", {class: "cg-note"}, say("known_at", {time: CG.moment(options.known_at)})) : "",
      board.themes.length > 1 ? themeField(board) : "",
      CG.legend(board), CG.viewList(board), CG.placing(board), layers(board),
      board.desk ? actions(board) : "", notes(board, options),
    );
    const skip = CG.el("a", {class: "cg-skip", href: `#${map.getContainer().id}`,
      onclick: (event) => { event.preventDefault(); map.getContainer().focus(); }},
    say("skip_map"));
    side.append(skip, CG.searchBox(board), panel);
    host.insertBefore(side, map.getContainer());
    if (options.simulated) host.append(watermark(say("simulated")));

    const count = () => {
      sheet.replaceChildren(CG.el("span", {}, say("legend_open", {
        count: CG.number(board, board.rows.filter((row) => board.passes(row)).length),
      })), CG.miniature(board));
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

  /* What the map is about. Each is an address of its own that keeps the rest of the view. */
  function subjects(board) {
    if (board.desk.subjects.length < 2) return "";
    return CG.el("nav", {class: "cg-subjects", "aria-label": CG.say(board, "subject")},
      CG.el("ul", {}, board.desk.subjects.map(({code, label}) => CG.el("li", {}, CG.el("a", {
        href: `?subject=${code}`, "aria-current": code === board.subject ? "page" : null,
        "data-cg-keep": JSON.stringify({subject: code === board.desk.first_subject ? null : code,
          by: null, hide: null, ...board.desk.dropped}),
      }, label)))));
  }

  /* What only this subject asks: a procedure, two days. They make another page, so one submits. */
  function subjectOptions(board) {
    const fields = board.desk.options;
    if (!fields.length) return "";
    const form = CG.el("form", {class: "cg-row cg-options", onsubmit: (event) => {
      event.preventDefault();
      const changes = {};
      const wrong = fields.find((field) => {
        const version = form.elements[`${field.name}-version`];
        const text = (version && version.value) || form.elements[field.name].value.trim();
        changes[field.name] = text;
        return field.kind === "day" && text && !CG.readDate(text);
      });
      form.querySelector(".cg-wrong").textContent = wrong ? CG.say(board, "date_wrong") : "";
      if (!wrong) location.assign(CG.addressWith(board, changes));
    }}, fields.map((field) => CG.el("div", {class: "cg-field"},
      CG.el("label", {class: "cg-name", for: `cg-option-${field.name}`}, field.label),
      field.choices
        ? CG.el("select", {id: `cg-option-${field.name}`, name: field.name,
          onchange: () => form.requestSubmit()}, field.choices.map(([value, label]) => CG.el(
          "option", {value, selected: value === field.value}, label)))
        : CG.el("input", {id: `cg-option-${field.name}`, name: field.name, class: "cg-date",
          value: versionOf(field) ? "" : field.value, autocomplete: "off",
          placeholder: CG.say(board, "date_form"),
          oninput: () => { if (field.versions) form.elements[`${field.name}-version`].value = ""; }}),
      field.versions ? versions(board, field) : "")),
    CG.el("p", {class: "cg-wrong", role: "alert"}),
    fields.every((field) => field.choices) ? "" : CG.el("button", {type: "submit",
      class: "cg-act"}, CG.say(board, "date_go")));
    return form;
  }

  const versionOf = (field) => (field.versions || []).find(([key]) => key === field.value);

  /* A plan is chosen by its name, number and date; choosing one takes the place of the day. */
  function versions(board, field) {
    return CG.el("select", {name: `${field.name}-version`, class: "cg-version",
      "aria-label": `${field.label}: ${CG.say(board, "plan_version")}`, onchange: (event) => {
        const day = event.target.form.elements[field.name];
        day.value = event.target.value ? "" : day.defaultValue;
      }}, CG.el("option", {value: ""}, CG.say(board, "plan_version_none")),
    field.versions.map(([key, label]) => CG.el("option", {value: key, selected: key === field.value},
      label)));
  }

  function themeField(board) {
    return CG.el("fieldset", {class: "cg-themes"},
      CG.el("legend", {class: "cg-name"}, CG.say(board, "colour_by")),
      CG.el("div", {class: "cg-joined"}, board.themes.map((theme) => CG.el("label", {},
        CG.el("input", {type: "radio", name: "cg-theme", value: theme.code,
          checked: theme.code === board.view.theme, onchange: () => {
            board.view.theme = theme.code;
            CG.tell(board, "view", "theme");
          }}),
        CG.el("span", {}, theme.label)))));
  }

  function layers(board) {
    const say = (key) => CG.say(board, key);
    const list = CG.el("ul", {});
    const order = ["areas", "labels", "places", "lines", "units", "restricted",
      "boundaries", "lots", "works", "grid", "background"];
    const boxes = new Map();
    const build = () => {
      boxes.clear();
      list.replaceChildren(...order.filter((name) => board.layers[name]).map((name) => {
        const box = CG.el("input", {type: "checkbox", value: name,
          checked: board.map.hasLayer(board.layers[name]),
          onchange: () => CG.switchLayer(board, name, box.checked)});
        boxes.set(name, box);
        return CG.el("li", {}, CG.el("label", {}, box,
          CG.el("span", {class: "cg-text"}, say(`layer_${name}`))),
        (board.legends || {})[name]);
      }));
    };
    CG.on(board, "layer", ({name, on}) => { if (boxes.has(name)) boxes.get(name).checked = on; });
    CG.on(board, "layers", build);
    build();
    return CG.el("details", {class: "cg-layers cg-fold-in", open: true},
      CG.el("summary", {}, say("layers")), list);
  }

  /* Send the view, list it, print it. */
  function actions(board) {
    const say = (key) => CG.say(board, key);
    const told = CG.el("p", {class: "cg-note", role: "status"});
    const copy = async () => {
      const address = new URL(CG.addressWith(board), location.href).href;
      try {
        await navigator.clipboard.writeText(address);
        told.textContent = say("link_copied");
      } catch {
        told.replaceChildren(say("link_here"), CG.el("input", {readonly: true, value: address,
          "aria-label": say("copy_link"), class: "cg-date", onfocus: (event) => event.target.select()}));
      }
    };
    const list = CG.el("a", {class: "cg-act"}, say("open_list"));
    const follow = () => {
      const address = new URL(board.desk.list_url, location.href);
      const kept = new URLSearchParams(location.search);
      ["province", "as_of", "known_at", "unit", "status"].forEach((name) => {
        if (kept.get(name)) address.searchParams.set(name, kept.get(name));
      });
      list.href = address;
    };
    CG.on(board, "address", follow);
    follow();
    return CG.el("div", {class: "cg-actions"},
      CG.el("button", {type: "button", class: "cg-act", onclick: copy}, say("copy_link")), list, told);
  }

  function notes(board, options) {
    const say = (key, values) => CG.say(board, key, values);
    const about = CG.el("div", {});
    const data = CG.el("p", {});
    const follow = () => {
      const one = board.view.province;
      const here = board.rows.filter((row) => one === null || row.province === one);
      const undated = here.filter((row) => row.status === "unknown").length;
      about.replaceChildren(
        ...(board.about || options).coverage.filter((item) => one === null || item.province === one)
          .map((item) => CG.el("p", {class: "cg-coverage"}, say("coverage", {
            known: CG.number(board, item.known), reported: CG.number(board, item.reported),
            when: item.when.length === 7 ? item.when.split("-").reverse().join("/") : CG.date(item.when),
          }))),
        undated ? CG.el("p", {}, say("undated", {count: CG.number(board, undated)})) : "");
      const newest = (board.about || options).data_date;
      data.textContent = newest ? say("data_date", {date: CG.date(newest)}) : "";
    };
    CG.on(board, "view", (what) => { if (what === "province" || what === "data" || what === "address") follow(); });
    follow();
    return CG.el("footer", {class: "cg-notes"}, about,
      options.sources.length
        ? CG.el("p", {}, `${say("sources")}: ${options.sources.join("; ")}.`) : "",
      data, board.desk ? CG.el("p", {}, board.desk.register) : "");
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
