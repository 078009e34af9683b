/* The slider of days: each cluster has its spans once, its state of the day is looked up in them. */
(function () {
  "use strict";
  const CG = window.ClusterGis;
  const PLAY_MS = 140;

  CG.time = (map, data) => {
    const board = CG.board(map);
    let forget = () => {};
    /* With other rows comes another bar. */
    board.extra = ({days}) => {
      forget();
      forget = days ? bar(board, days) : () => {};
    };
    board.extra(data);
  };

  function bar(board, days) {
    const say = (key, values) => CG.say(board, key, values);
    const steps = months(days[0], days[1]);
    const state = board.themes.find((theme) => theme.code === "state");
    let timer = null;

    const range = CG.el("input", {type: "range", class: "cg-days", min: 0, max: steps.length - 1,
      step: 1, value: steps.length - 1, "aria-label": say("time_day"), list: "cg-years"});
    const shown = CG.el("output", {class: "cg-day", for: "cg-days"});
    const unknown = CG.el("p", {class: "cg-undated", role: "status"});
    const play = CG.el("button", {type: "button", class: "cg-play"});
    const years = steps.map((day, at) => [day, at]).filter(([day]) => day.endsWith("-01-01"));
    const ticks = CG.el("div", {class: "cg-years", "aria-hidden": "true"},
      years.map(([day, at]) => {
        const tick = CG.el("span", {}, day.slice(2, 4));
        tick.style.left = `${(at * 100) / (steps.length - 1)}%`;
        return tick;
      }));
    const frame = CG.el("div", {class: "cg-bar cg-timebar", role: "group", "aria-label": say("time_day"),
      lang: board.language}, play, CG.el("div", {class: "cg-track"}, range, ticks),
    CG.el("div", {class: "cg-told-day"}, shown, unknown));
    CG.host(board).append(frame);
    CG.host(board).classList.add("cg-has-bar");
    L.DomEvent.disableClickPropagation(frame);
    L.DomEvent.disableScrollPropagation(frame);

    const show = () => {
      const day = steps[Number(range.value)];
      board.dayTold = CG.date(day);
      board.view.moment = Number(range.value) < steps.length - 1 ? day : null;
      board.rows.forEach((row) => {
        const span = (row.spans || []).find(([from, to]) => (
          (from === null || from <= day) && (to === null || day < to)
        ));
        row.status = (span && span[2]) || "unknown";
        row.status_basis = null;
        if (!row.geometry && row.radius_m && span && span[3]) {
          row.radius_m = Math.sqrt((Number(span[3]) * 10000) / Math.PI);
          row.area_ha = span[3];
          if (row.area) row.area.setRadius(row.radius_m);
        }
      });
      shown.textContent = CG.date(day);
      range.setAttribute("aria-valuetext", CG.date(day));
      const panel = CG.host(board).querySelector("output.cg-date");
      if (panel) panel.textContent = CG.date(day);
      CG.tell(board, "view", "time");
      if (board.view.selected) CG.tell(board, "view", "selected");
      count();
    };
    const count = () => {
      const none = board.rows.filter((row) => board.passes(row, state.code)
        && row.status === "unknown").length;
      unknown.textContent = say("undated", {count: CG.number(board, none)});
    };
    const stop = () => {
      clearInterval(timer);
      timer = null;
      label();
      CG.remember(board);
    };
    const label = () => {
      const key = timer === null ? "time_play" : "time_pause";
      play.title = say(key);
      play.setAttribute("aria-label", say(key));
      play.replaceChildren(CG.svg("svg", {width: 18, height: 18, viewBox: "0 0 18 18",
        "aria-hidden": "true"}, CG.svg("path", {d: timer === null ? "M4 2l11 7-11 7z"
        : "M4 2h3.5v14H4zM10.5 2H14v14h-3.5z", fill: "currentColor"})));
    };
    play.addEventListener("click", () => {
      if (timer !== null) { stop(); return; }
      if (Number(range.value) >= steps.length - 1) range.value = 0;
      timer = setInterval(() => {
        if (Number(range.value) >= steps.length - 1) { stop(); return; }
        range.value = Number(range.value) + 1;
        show();
      }, PLAY_MS);
      label();
      show();
    });
    range.addEventListener("change", () => CG.remember(board));
    range.addEventListener("input", () => { if (timer !== null) stop(); show(); });
    const deaf = CG.gather(board, () => {
      CG.on(board, "view", (what) => {
        if (what === "province" || what === "hidden") count();
        if (what === "address") { begin(); show(); }
      });
    });
    /* The last step on or before the day that the address names. */
    const begin = () => {
      const asked = board.view.moment;
      const past = asked === null ? steps.length : steps.filter((day) => day <= asked).length;
      range.value = Math.max(past, 1) - 1;
    };
    begin();
    label();
    show();
    return () => {
      clearInterval(timer);
      deaf();
      frame.remove();
    };
  }

  /* The first of every month, and the last day itself. */
  function months(first, last) {
    const days = [];
    let [year, month] = first.split("-").map(Number);
    for (;;) {
      const day = `${year}-${String(month).padStart(2, "0")}-01`;
      if (day >= last) break;
      days.push(day);
      month += 1;
      if (month > 12) { month = 1; year += 1; }
    }
    return [...days, last];
  }
})();
