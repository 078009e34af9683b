/* The form of the items: made from the table of fields that the server sends. */
(function () {
  "use strict";
  const CG = window.CgProposal;
  const {el} = CG;
  const PARTS = ["plan", "environment_management", "capacity_experience", "finance"];

  /** "1.234,5" and "50.5" as people write them -> "1234.5", "50.5"; what is no number stays. */
  CG.plainNumber = (text) => {
    let bare = text.trim().replace(/\s|ha$/g, "");
    if (bare.includes(",")) bare = bare.replace(/\./g, "").replace(",", ".");
    else if (/^\d{1,3}(\.\d{3})+$/.test(bare)) bare = bare.replace(/\./g, "");
    return bare;
  };
  CG.shownNumber = (text, language) => (language === "vi" ? String(text).replace(".", ",") : String(text));

  /** One item as a section. context: {data, words, item, changed, outline, remove}. */
  CG.itemForm = (context) => {
    const {data, words, item, changed, remove} = context;
    const kind = data.kinds.find((one) => one.kind === item.kind);
    const fields = el("div", {class: "fields"}, clusterField(context));
    const papers = el("div", {class: "fields"});
    kind.fields.forEach((field) => (field.for_papers ? papers : fields).append(oneField(context, field)));
    const told = kind.fields.some((field) => field.for_papers && item.values[field.name] !== undefined);
    const section = el("section", {class: "card", id: `item-${item.key}`},
      el("div", {class: "item-head"}, el("h2", {}, kind.label),
        el("button", {type: "button", class: "quiet", onclick: remove}, words.remove_item)),
      fields, el("details", {class: "for-papers", open: told}, el("summary", {}, words.for_papers),
        el("p", {class: "muted"}, words.for_papers_help), papers),
      el("div", {class: "outline"}, el("h3", {}, words.boundary), context.outline(item)));
    if (["add", "establish", "expand"].includes(item.kind)) section.append(candidates(context));
    section.addEventListener("input", changed);
    return section;
  };

  function field(id, label, control, unit, long) {
    return el("p", {class: `field${long ? " long" : ""}`}, el("label", {for: id}, label,
      unit ? el("span", {class: "unit"}, ` (${unit})`) : ""), control);
  }

  /** What the register says of a cluster: {name, text, lat, lon}; null = nothing, or not asked. */
  CG.clusterFacts = async (code, words, language) => {
    if (!code) return null;
    const answer = await fetch(`/api/v1/clusters/${encodeURIComponent(code)}`).catch(() => null);
    if (!answer || !answer.ok) return null;
    const {cluster} = await answer.json();
    const said = [["planned_ha", "area_planned_ha"], ["established_ha", "area_established_ha"],
      ["industrial_ha", "industrial_land_ha"], ["leased_ha", "leased_industrial_land_ha"]]
      .filter(([, column]) => cluster[column] !== null)
      .map(([word, column]) => words[word].replace("{area}", CG.shownNumber(cluster[column], language)));
    return {name: cluster.name, lat: cluster.lat, lon: cluster.lon,
      text: [cluster.commune_name, ...said].filter(Boolean).join(", ")};
  };

  function clusterField(context) {
    const {data, words, item, changed} = context;
    const id = `${item.key}-cluster`;
    const select = el("select", {id}, el("option", {value: ""},
      item.kind === "add" ? words.new_cluster : words.choose));
    data.clusters.forEach(([code, name]) => select.append(
      el("option", {value: code, selected: code === item.cluster_code}, `${name} (${code})`)));
    const facts = el("span", {class: "sub", id: `${id}-facts`});
    const tell = () => CG.clusterFacts(item.cluster_code, words, data.language).then((known) => {
      facts.textContent = known ? words.register_says.replace("{facts}", known.text) : "";
      const name = document.getElementById(`${item.key}-name`);
      if (name) name.placeholder = known ? known.name : "";
      return known;
    });
    select.addEventListener("change", () => {
      item.cluster_code = select.value || null;
      changed();
      tell().then((known) => { if (known) context.place(item, known); });
    });
    tell();
    const made = field(id, words.cluster, select, null, true);
    made.append(facts);
    return made;
  }

  function oneField(context, known) {
    const {data, words, item, changed} = context;
    const id = `${item.key}-${known.name}`;
    const value = item.values[known.name];
    const set = (text) => {
      if (text === null || text === "") delete item.values[known.name];
      else item.values[known.name] = text;
      changed();
    };
    let control;
    if (known.type === "yes_no" || known.type === "choice" || known.name === "commune_key") {
      const options = known.name === "commune_key" ? data.communes
        : known.type === "yes_no" ? [["true", words.yes], ["false", words.no]]
          : known.choices.map((code) => [code, data.choices?.[code] || code]);
      control = el("select", {id}, el("option", {value: ""}, words.not_said));
      options.forEach(([code, name]) => control.append(
        el("option", {value: code, selected: code === value}, name)));
      control.addEventListener("change", () => set(control.value));
    } else if (known.long) {
      control = el("textarea", {id, rows: 2, maxlength: 4000});
      control.value = value || "";
      control.addEventListener("input", () => set(control.value.trim()));
      return field(id, known.label, control, known.unit, true);
    } else {
      const numeric = known.type !== "text";
      control = el("input", {id, type: "text", inputmode: numeric ? "decimal" : null, maxlength: 400,
        autocomplete: "off"});
      control.value = value === undefined ? "" : numeric ? CG.shownNumber(value, data.language) : value;
      control.addEventListener("input", () => {
        const text = numeric ? CG.plainNumber(control.value) : control.value.trim();
        const wrong = numeric && text !== "" && !/^\d+(\.\d+)?$/.test(text);
        control.setAttribute("aria-invalid", wrong ? "true" : "false");
        if (!wrong) set(text);
      });
    }
    return field(id, known.label, control, known.unit, false);
  }

  function candidates({data, words, item, changed}) {
    const body = el("tbody");
    const box = el("details", {open: item.candidates.length > 0 ? true : null},
      el("summary", {}, words.candidates),
      el("div", {class: "table-frame"}, el("table", {class: "points"}, el("thead", {}, el("tr", {},
        el("th", {scope: "col"}, words.candidate), ...PARTS.map((part) => el("th", {scope: "col"}, words[part])),
        el("th", {scope: "col"}, words.total), el("th", {scope: "col"}, words.winner))), body)),
      el("p", {}, el("button", {type: "button", class: "quiet", onclick: () => {
        item.candidates.push({name: "", plan: null, environment_management: null,
          capacity_experience: null, finance: null});
        fill();
        changed();
      }}, words.add_candidate)));
    const tie = el("input", {id: `${item.key}-tie`, maxlength: 4000, value: item.tie_reason || ""});
    tie.addEventListener("input", () => { item.tie_reason = tie.value.trim() || null; changed(); });
    box.append(field(`${item.key}-tie`, words.tie_reason, tie, null, true));
    function fill() {
      body.replaceChildren(...item.candidates.map((one, at) => {
        const total = el("td", {class: "num"});
        const add = () => {
          const points = PARTS.map((part) => one[part]);
          total.textContent = points.every((p) => p !== null && p !== "")
            ? CG.shownNumber(points.reduce((sum, p) => sum + Number(p), 0), data.language) : "–";
        };
        const name = el("input", {"aria-label": words.candidate, value: one.name || ""});
        name.addEventListener("input", () => { one.name = name.value.trim(); changed(); });
        const cells = PARTS.map((part) => {
          const input = el("input", {"aria-label": words[part], inputmode: "decimal",
            value: one[part] === null ? "" : CG.shownNumber(one[part], data.language)});
          input.addEventListener("input", () => {
            const text = CG.plainNumber(input.value);
            const wrong = text !== "" && !/^\d+(\.\d+)?$/.test(text);
            input.setAttribute("aria-invalid", wrong ? "true" : "false");
            if (!wrong) { one[part] = text || null; add(); changed(); }
          });
          return el("td", {}, input);
        });
        const chosen = el("input", {type: "radio", name: `${item.key}-winner`, "aria-label": words.winner,
          checked: Boolean(one.name) && one.name === item.winner});
        chosen.addEventListener("change", () => { 
          item.winner = item.candidates[at].name;
          const investor = document.getElementById(`${item.key}-investor`);
          if (investor && !investor.value.trim()) {  // who is chosen builds the infrastructure
            investor.value = item.winner;
            item.values.investor = item.winner;
          }
          changed();
        });
        add();
        return el("tr", {}, el("td", {}, name), ...cells, total, el("td", {}, chosen));
      }));
    }
    fill();
    return box;
  }
})();
