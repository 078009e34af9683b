/* The two clocks: the day shown, by field, by slider and by calendar; and what was known when. */
(function () {
  "use strict";
  const CG = (window.ClusterGis = window.ClusterGis || {});
  const WAIT_MS = 250;

  /** 31/12/2021 -> 2021-12-31; null when that day does not exist. */
  CG.readDate = (text) => {
    const found = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text);
    if (!found) return null;
    const [day, month, year] = found.slice(1).map(Number);
    const date = new Date(Date.UTC(year, month - 1, day));
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
    return date.toISOString().slice(0, 10);
  };

  /** A moment as people write it: 31/12/2021, with its time when it has one. */
  CG.moment = (iso) => (
    iso.includes("T") ? `${iso.slice(11, 16)} ${CG.date(iso)}` : CG.date(iso)
  );

  /* The last days of months from `first` on, then today. */
  const monthEnd = (first, at) => (
    new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)) + at, 0))
      .toISOString().slice(0, 10)
  );
  const monthsTo = (first, day) => (
    (Number(day.slice(0, 4)) - Number(first.slice(0, 4))) * 12
    + Number(day.slice(5, 7)) - Number(first.slice(5, 7))
  );

  /** The clocks of a map: fixed in a file, to be chosen where a server answers. */
  CG.timeFields = (board, options) => {
    if (!board.desk && !options.reload_url) {
      return CG.el("div", {class: "cg-row"}, CG.el("div", {class: "cg-field"},
        CG.el("span", {class: "cg-name"}, CG.say(board, "as_of")),
        CG.el("output", {class: "cg-date"}, CG.date(options.as_of))));
    }
    // Some subjects speak of two days, or of all: their own fields say which.
    if (board.desk && !board.desk.of_a_day) {
      return CG.el("section", {class: "cg-time"}, knownAt(board));
    }
    const field = dateField(board, {
      id: "cg-date", label: "as_of", value: () => board.day || options.as_of,
      go: board.desk ? (iso) => CG.setDay(board, iso) : (iso) => reload(options, iso),
    });
    if (!board.desk) return CG.el("div", {class: "cg-row"}, field);
    return CG.el("section", {class: "cg-time", "aria-label": CG.say(board, "as_of")},
      field, slider(board), knownAt(board));
  };

  /** Show another day. The rest of the view stays. */
  CG.setDay = (board, iso) => {
    Object.assign(board, {day: iso, dated: iso !== board.desk.today});
    CG.tell(board, "day");
    CG.remember(board, true);
    CG.fetchRows(board);
  };

  function reload(options, iso) {
    const address = new URL(options.reload_url, location.href);
    new URLSearchParams(location.search).forEach((value, key) => {
      if (!address.searchParams.has(key)) address.searchParams.set(key, value);
    });
    address.searchParams.set("as_of", iso);
    address.hash = location.hash;
    location.assign(address);
  }

  function dateField(board, {id, label, value, go, empty}) {
    const say = (key) => CG.say(board, key);
    const input = CG.el("input", {id, class: "cg-date", inputmode: "numeric", autocomplete: "off",
      placeholder: say("date_form"), "aria-describedby": `${id}-wrong`});
    const wrong = CG.el("p", {id: `${id}-wrong`, class: "cg-wrong", role: "alert"});
    const picker = CG.el("input", {type: "date", class: "cg-picker", tabindex: "-1",
      "aria-hidden": "true"});
    const follow = () => {
      input.value = CG.date(value());
      picker.value = (value() || "").slice(0, 10);
      complain("");
    };
    const complain = (text) => {
      wrong.textContent = text;
      input.setAttribute("aria-invalid", String(Boolean(text)));
    };
    picker.addEventListener("change", () => { if (picker.value) go(picker.value); });
    CG.on(board, "day", follow);
    follow();
    return CG.el("form", {class: "cg-field", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      const iso = CG.readDate(input.value);
      const none = empty && !input.value.trim();
      complain(iso || none ? "" : say("date_wrong"));
      if (iso || none) go(iso);
    }},
    CG.el("label", {class: "cg-name", for: id}, say(label)),
    CG.el("span", {class: "cg-joined"}, input,
      CG.el("button", {type: "button", class: "cg-calendar", title: say("date_pick"),
        "aria-label": say("date_pick"), onclick: () => picker.showPicker()}, calendar()),
      CG.el("button", {type: "submit"}, say("date_go")), picker), wrong);
  }

  function slider(board) {
    const {first_day: first, today} = board.desk;
    const last = monthsTo(first, today);
    const dayAt = (at) => (at >= last ? today : monthEnd(first, at));
    const range = CG.el("input", {type: "range", id: "cg-slider", min: 0, max: last, step: 1,
      "aria-label": CG.say(board, "timeline"), list: null});
    let waiting = null;
    const show = (day) => range.setAttribute("aria-valuetext", CG.date(day));
    range.addEventListener("input", () => {
      const day = dayAt(Number(range.value));
      show(day);
      document.getElementById("cg-date").value = CG.date(day);
      clearTimeout(waiting);
      waiting = setTimeout(() => CG.setDay(board, day), WAIT_MS);
    });
    const follow = () => {
      range.value = Math.max(0, Math.min(last, monthsTo(first, board.day)));
      show(board.day);
    };
    CG.on(board, "day", follow);
    follow();
    return CG.el("div", {class: "cg-slider"}, range,
      CG.el("div", {class: "cg-ends", "aria-hidden": "true"}, CG.el("span", {}, first.slice(0, 4)),
        CG.el("span", {}, CG.say(board, "today"))));
  }

  /* Rarely used, so it stays folded until it is. */
  function knownAt(board) {
    const say = (key, values) => CG.say(board, key, values);
    const go = (iso) => {
      board.knownAt = iso;
      CG.tell(board, "day");
      history.pushState(null, "", CG.addressWith(board, {known_at: iso}));
      CG.tell(board, "address");
      CG.fetchRows(board);
    };
    const note = CG.el("p", {class: "cg-known", role: "status"});
    const field = dateField(board, {id: "cg-known", label: "known_at_field",
      value: () => board.knownAt, go, empty: true});
    const fold = CG.el("details", {class: "cg-fold-in", open: Boolean(board.knownAt)},
      CG.el("summary", {}, say("known_at_title")), field,
      CG.el("p", {class: "cg-note"}, say("known_at_note")));
    const follow = () => {
      note.replaceChildren(...(board.knownAt ? [
        say("known_at", {time: CG.moment(board.knownAt)}), " · ",
        CG.el("button", {type: "button", class: "cg-link", onclick: () => go(null)},
          say("known_now")),
      ] : []));
      note.hidden = !board.knownAt;
    };
    CG.on(board, "day", follow);
    follow();
    return CG.el("div", {}, note, fold);
  }

  function calendar() {
    return CG.svg("svg", {width: 15, height: 15, viewBox: "0 0 16 16", "aria-hidden": "true"},
      CG.svg("path", {d: "M2 4h12v10H2zM2 7h12M5 2v4M11 2v4", fill: "none",
        stroke: "currentColor", "stroke-width": 1.4}));
  }
})();
