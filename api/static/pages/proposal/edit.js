/* The editor of a draft: form, drawing, files, autosave and check, held together. */
(function () {
  "use strict";
  const CG = window.CgProposal;
  const {el} = CG;
  const data = CG.read("proposal-data");
  const {words} = data;
  const saving = document.getElementById("saving");

  const store = CG.makeStore(data, said, () => { build(); check.soon(); });
  const map = CG.makeMap(words, data.centre);
  const lines = L.featureGroup().addTo(map);
  const drawing = CG.makeDrawing(map, drawn);
  const help = document.getElementById("map-help");
  let item = null;
  let conflicts = [];
  const check = CG.makeCheck(data, store, (answer) => {
    conflicts = answer.items.flatMap((one) => one.overlaps.map((hit) => (
      {kind: "conflict", geometry: hit.geometry, label: hit.name})));
    // What the server measured and read; the drawing itself stays as it is.
    store.content.items.forEach((one) => {
      const read = answer.outlines[one.key];
      const same = one.outline && read
        && JSON.stringify(one.outline.geometry) === JSON.stringify(read.geometry);
      if (same) Object.assign(one.outline, read);
      const shown = document.getElementById(`${one.key}-area`);
      if (shown && same) shown.textContent = read.area_ha === null ? ""
        : words.measured.replace("{area}", CG.shownNumber(Number(read.area_ha), data.language));
    });
    paint();
  });

  function said(kind, values) {
    saving.className = `saving${["unsaved", "invalid", "conflict", "signed_out"].includes(kind) ? " bad" : ""}`;
    saving.dataset.kind = kind;
    const now = new Date().toLocaleTimeString(data.language === "vi" ? "vi-VN" : "en-GB");
    const text = (words[kind] || "").replace("{time}", now).replace("{message}", values?.message || "");
    saving.replaceChildren(text);
    if (kind === "conflict") saving.append(
      el("button", {type: "button", onclick: values.mine}, words.keep_mine),
      el("button", {type: "button", class: "quiet", onclick: values.theirs}, words.take_theirs));
  }

  const changed = () => { store.touch(); check.soon(); };

  function paint() {
    const shown = store.content.items.filter((one) => one.outline && !(drawing.isActive() && one === item))
      .map((one) => ({kind: "after", geometry: one.outline.geometry, label: one.values.name || one.key}));
    CG.drawLines(lines, [...shown, ...conflicts], {...words, conflict: words.conflict_line});
  }

  function drawn(geometry, points) {
    if (geometry) item.outline = {geometry, how: "drawn", quality: "digitised"};
    else if (!drawing.isOpen()) item.outline = null;
    vertices(points);
    if (!drawing.isOpen()) { changed(); help.textContent = words.draw_help; }
  }

  function vertices(points) {
    const body = document.getElementById(`${item.key}-vertices`);
    if (!body) return;
    body.replaceChildren(...points.map((point, at) => {
      const cell = (name, value) => {
        const input = el("input", {"aria-label": `${words[name]} ${at + 1}`, inputmode: "decimal", value});
        input.addEventListener("change", () => {
          const number = Number(input.value.replace(",", "."));
          const now = drawing.points()[at];
          if (Number.isFinite(number)) {
            drawing.move(at, name === "latitude" ? number : now.lat, name === "longitude" ? number : now.lng);
          }
        });
        return el("td", {}, input);
      };
      return el("tr", {}, el("th", {scope: "row"}, String(at + 1)), cell("latitude", point.lat.toFixed(7)),
        cell("longitude", point.lng.toFixed(7)), el("td", {}, el("button", {type: "button", class: "quiet",
          "aria-label": `${words.delete_vertex} ${at + 1}`, onclick: () => drawing.drop(at)}, "×")));
    }));
  }

  /** The tools of an item's boundary. */
  function outline(one) {
    const box = el("div", {});
    const fill = () => {
      const held = one.outline;
      const tools = [];
      const button = (text, act, quiet) => tools.push(
        el("button", {type: "button", class: quiet ? "quiet" : null, onclick: act}, text));
      const begin = (polygon) => {
        item = one;
        drawing.open(polygon);
        help.textContent = words.draw_help;
        fill();
        vertices(drawing.points());
        paint();
      };
      if (drawing.isActive() && item === one) {
        button(words.finish, () => { drawing.finish(); drawing.close(); fill(); paint(); });
      } else if (held && held.geometry.type === "Polygon" && held.how === "drawn") {
        button(words.edit, () => begin(held.geometry));
        button(words.redraw, () => begin(null), true);
      } else button(words.draw, () => begin(null));
      const file = el("input", {type: "file", id: `${one.key}-file`, class: "visually-hidden"});
      const quality = el("select", {"aria-label": words.boundary},
        el("option", {value: "surveyed"}, words.surveyed), el("option", {value: "digitised"}, words.digitised));
      file.addEventListener("change", () => upload(one, file.files[0], quality.value, "", said, fill));
      const said = el("div", {});
      tools.push(el("label", {for: file.id, class: "button quiet"}, words.upload), file, quality);
      if (one.cluster_code) button(words.existing, () => {
        one.outline = {how: "existing", quality: "surveyed", geometry: {type: "Polygon", coordinates: []}};
        drawing.close();
        store.touch();
        store.now().then(() => fetch(store.address)).then((answer) => answer.json()).then((now) => {
          const found = now.content.items.find((i) => i.key === one.key);
          if (found) one.outline = found.outline;
          fill();
          paint();
          CG.fit(map, lines);
          check.soon();
        });
      }, true);
      if (held) button(words.drop, () => { one.outline = null; drawing.close(); fill(); paint(); changed(); }, true);
      box.replaceChildren(el("div", {class: "button-row"}, ...tools),
        el("p", {class: "muted"}, held && held.file_name ? `${held.file_name} ` : "",
          el("span", {id: `${one.key}-area`}, held && held.area_ha
            ? words.measured.replace("{area}", CG.shownNumber(Number(held.area_ha), data.language)) : "")), said);
      if (drawing.isActive() && item === one) box.append(el("details", {}, el("summary", {}, words.vertices),
        el("table", {}, el("thead", {}, el("tr", {}, el("th", {scope: "col"}, "#"),
          el("th", {scope: "col"}, words.latitude), el("th", {scope: "col"}, words.longitude), el("th", {}))),
        el("tbody", {id: `${one.key}-vertices`}))));
    };
    fill();
    return box;
  }

  async function upload(one, file, quality, crs, place, done) {
    if (!file) return;
    const form = new FormData();
    form.append("file", file);
    form.append("quality", quality);
    if (crs) form.append("crs", crs);
    place.replaceChildren(words.checking);
    const answer = await fetch(`${store.address}/outline`, {method: "POST", body: form,
      headers: {"X-Form-Token": data.token}});
    const read = await answer.json();
    if (!answer.ok) { place.replaceChildren(el("p", {class: "wrong"}, read.detail)); return; }
    if (read.outline) {
      drawing.close();
      one.outline = read.outline;
      done();
      paint();
      CG.fit(map, lines);
      changed();
      return;
    }
    const {candidates} = read.reading.crs;
    const issues = read.reading.issues.filter((issue) => issue.severity === "error");
    place.replaceChildren(el("ul", {}, ...issues.map((issue) => el("li", {class: "wrong"}, issue.message))),
      candidates.length ? el("p", {}, words.crs_choose, " ", ...candidates.slice(0, 6).map((candidate) => el("button",
        {type: "button", class: "quiet", onclick: () => upload(one, file, quality, candidate.choice, place, done)},
        `${candidate.name}${candidate.axes_swapped ? " ⇄" : ""}`))) : "");
  }

  function build() {
    document.getElementById("p-title").value = store.content.title;
    document.getElementById("p-grounds").value = store.content.grounds;
    document.getElementById("items").replaceChildren(...store.content.items.map((one) => CG.itemForm({
      data, words, item: one, outline, changed,
      place: (of, known) => { if (!of.outline && known.lat) map.setView([known.lat, known.lon], 14); },
      remove: () => {
        store.content.items = store.content.items.filter((other) => other !== one);
        if (item === one) drawing.close();
        build();
        changed();
      },
    })));
    paint();
  }

  function addItem(kind) {
    const taken = new Set(store.content.items.map((one) => one.key));
    let number = 1;
    while (taken.has(`i${number}`)) number += 1;
    store.content.items.push({key: `i${number}`, kind, cluster_code: null, values: {}, outline: null,
      candidates: [], winner: null, tie_reason: null});
    build();
    changed();
    document.getElementById(`item-i${number}`).scrollIntoView({block: "start"});
    document.getElementById(`i${number}-${kind === "add" ? "name" : "cluster"}`).focus({preventScroll: true});
  }

  /* Files: each raises the version, so the draft is saved first. */
  function files() {
    const box = document.getElementById("files");
    const show = (kept) => {
      const papers = new Map([["", words.other_file]]);
      const rows = kept.map((one) => el("li", {}, el("a", {href: `/proposals/${data.id}/files/${one.id}`},
        one.file_name), " ", el("span", {class: "muted"}, one.paper || words.other_file), " ",
      el("button", {type: "button", class: "quiet", onclick: () => change(
        `${store.address}/attachments/${one.id}`, {method: "DELETE"})}, words.detach)));
      const select = el("select", {"aria-label": words.files});
      const fill = (answer) => {
        answer.items.forEach((one) => (one.dossier ? one.dossier.items : []).forEach((paper) => {
          papers.set(paper.id, paper.title[data.language]);
          paper.any_one_of.forEach((proof) => papers.set(proof.id, proof.title[data.language]));
        }));
        select.replaceChildren(...[...papers].map(([id, title]) => el("option", {value: id}, title.slice(0, 120))));
      };
      fill({items: []});
      fetch(`${store.address}/check`).then((answer) => answer.json()).then(fill).catch(() => {});
      const file = el("input", {type: "file", "aria-label": words.attach});
      box.replaceChildren(el("ul", {class: "plain"}, ...rows), el("p", {class: "button-row"}, select, file,
        el("button", {type: "button", onclick: () => {
          if (!file.files[0]) { file.focus(); return; }
          const form = new FormData();
          form.append("file", file.files[0]);
          if (select.value) form.append("paper", select.value);
          change(`${store.address}/attachments`, {method: "POST", body: form});
        }}, words.attach)));
    };
    const change = async (address, options) => {
      await store.now();
      const answer = await fetch(address, {...options, headers: {"X-Form-Token": data.token,
        "If-Match": `"${store.version}"`}});
      const now = await answer.json();
      if (!answer.ok) { said("invalid", {message: now.detail}); return; }
      store.version = now.version;
      show((await (await fetch(store.address)).json()).attachments);
      check.soon();
    };
    show(data.attachments);
  }

  [["p-title", "title"], ["p-grounds", "grounds"]].forEach(([id, name]) => {
    document.getElementById(id).addEventListener("input", (event) => {
      store.content[name] = event.target.value;
      changed();
    });
  });
  document.getElementById("add-items").append(...data.kinds.map((kind) => el("button",
    {type: "button", class: "quiet", onclick: () => addItem(kind.kind)}, kind.label)));

  document.getElementById("to-submission").addEventListener("click", async (event) => {
    event.preventDefault();
    if (await store.settle()) window.location.assign(event.target.href);
  });

  const restored = store.restore();
  build();
  CG.fit(map, lines);
  files();
  if (restored) said("restored");
  else if (restored === false) said("saved");
  check.now();
  document.body.dataset.ready = "yes";
})();
