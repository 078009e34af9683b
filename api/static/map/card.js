/* The card of the cluster that was chosen. */
(function () {
  "use strict";
  const CG = window.ClusterGis;

  /* Themes that have a line of their own; every other theme of the subject gets one by its label. */
  const OWN_LINES = ["state", "verdict", "infrastructure"];

  CG.card = (board) => {
    const say = (key, values) => CG.say(board, key, values);
    const card = CG.el("aside", {class: "cg-card", hidden: true, tabindex: "-1",
      "aria-labelledby": "cg-card-name", lang: board.language});
    CG.host(board).append(card);
    let opener = null;

    const close = () => {
      CG.select(board, null);
      if (opener && opener.isConnected) opener.focus();
      else board.map.getContainer().focus();
    };
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !card.hidden && !event.defaultPrevented) close();
    });

    const line = (key, ...content) => {
      const filled = content.flat().filter((part) => part !== null && part !== "");
      return [CG.el("dt", {}, say(key)), CG.el("dd", {class: filled.length ? null : "cg-none"},
        filled.length ? filled : say("not_recorded"))];
    };
    const small = (text) => (text ? CG.el("small", {}, text) : null);
    const themed = (code) => board.themes.find((one) => one.code === code);
    const state = (row, code) => {
      const theme = themed(code);
      if (!theme) return null;
      const category = CG.category(board, row, theme);
      return CG.el("span", {class: "cg-state"}, CG.symbolIcon(category, 18), category.label);
    };

    /* By title; without one by server and the last piece of the path, so that two pages differ. */
    const source = (address, title) => {
      if (!CG.isWeb(address)) return CG.el("li", {}, title || address);
      let label = title || address;
      if (!title) {
        try {
          const url = new URL(address);
          const last = decodeURIComponent(url.pathname.split("/").filter(Boolean).pop() || "");
          label = url.hostname.replace(/^www\./, "") + (last ? ` › ${last.slice(0, 60)}` : "");
        } catch { /* shown whole */ }
      }
      return CG.el("li", {}, CG.el("a", {
        href: address, target: "_blank", rel: "noopener noreferrer", title: address,
      }, label));
    };

    const show = (row) => {
      const place = row.place_quality ? say(`place_${row.place_quality}`) : say("place_unknown");
      card.replaceChildren(
        CG.el("header", {},
          CG.el("div", {},
            CG.el("p", {class: "cg-code"}, row.code),
            CG.el("h2", {id: "cg-card-name"}, row.name)),
          CG.el("button", {type: "button", class: "cg-close", "aria-label": say("close"),
            title: say("close"), onclick: close}, "×")),
        CG.el("div", {class: "cg-card-state"}, state(row, "state"),
          small([row.status_basis ? say(`basis_${row.status_basis}`) : null, row.status_text]
            .filter(Boolean).join("; "))),
        CG.el("dl", {},
          line("place", row.place, small(place)),
          line("area", row.area_ha ? `${CG.number(board, row.area_ha)} ha` : null,
            row.area_ha && row.area_act ? small(say(`act_${row.area_act}`)) : null),
          line("decision", row.decision),
          line("investor", row.investor),
          themed("verdict") ? line("verdict", state(row, "verdict"),
            small([row.rule, row.verdict_text].filter(Boolean).join(": "))) : "",
          themed("infrastructure") ? line("infrastructure", state(row, "infrastructure"),
            small(row.infrastructure_text)) : "",
          board.themes.filter((theme) => !OWN_LINES.includes(theme.code)).map((theme) => [
            CG.el("dt", {}, theme.label), CG.el("dd", {}, state(row, theme.code))]).flat(),
          (row.facts || []).map(([label, value, remark]) => [CG.el("dt", {}, label),
            CG.el("dd", {class: value ? null : "cg-none"}, value || say("not_recorded"),
              small(remark))]).flat(),
          line("boundary", say(`boundary_${row.boundary_quality || "none"}`))),
        CG.el("section", {class: "cg-sources"},
          CG.el("h3", {}, say("sources")),
          row.sources.length
            ? CG.el("ul", {}, row.sources.map((at) => source(board.sources[at], board.sourceTitles[at])))
            : CG.el("p", {class: "cg-none"}, say("not_recorded"))),
        row.url && /^\/(?!\/)/.test(row.url)
          ? CG.el("a", {class: "cg-open", href: row.url, target: "_top"}, say("open_record")) : "",
      );
      if (card.hidden) opener = document.activeElement;
      card.hidden = false;
      card.scrollTop = 0;
      CG.host(board).classList.add("cg-has-card");
    };

    const refresh = () => {
      const row = board.byCode.get(board.view.selected);
      if (row) show(row);
      else {
        card.hidden = true;
        CG.host(board).classList.remove("cg-has-card");
      }
    };
    CG.on(board, "view", (what) => { if (what === "selected" || what === "data") refresh(); });
    refresh();
  };
})();
