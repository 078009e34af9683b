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

    const stateOf = (row) => state(row, "state") || (board.states && CG.el("span",
      {class: "cg-state"}, board.states[row.status] || ""));

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
        CG.el("div", {class: "cg-card-state"}, stateOf(row),
          small([row.status_basis ? say(`basis_${row.status_basis}`) : null, row.status_text]
            .filter(Boolean).join("; "))),
        CG.el("dl", {},
          line("place", row.place, small(place)),
          line("area", row.area_ha ? `${CG.number(board, row.area_ha)} ha` : null,
            row.area_ha && row.area_act ? small(say(`act_${row.area_act}`)) : null),
          line("decision", row.decision),
          line("investor", row.investor),
          line("fill", row.fill_pct ? `${CG.number(board, row.fill_pct)} %` : null,
            row.fill_pct ? small(say(`fill_${row.fill_basis}`)) : null),
          row.kind && board.kinds ? line("kind", board.kinds[row.kind] || row.kind) : "",
          themed("verdict") ? line("verdict", state(row, "verdict"),
            row.rule ? ruleOf(board, row.rule) : "", small(row.verdict_text)) : "",
          themed("infrastructure") ? line("infrastructure", state(row, "infrastructure"),
            small(row.infrastructure_text)) : "",
          board.themes.filter((theme) => !OWN_LINES.includes(theme.code)).map((theme) => [
            CG.el("dt", {}, theme.label), CG.el("dd", {}, state(row, theme.code))]).flat(),
          (row.facts || []).map(([label, value, remark]) => [CG.el("dt", {}, label),
            CG.el("dd", {class: value ? null : "cg-none"}, value || say("not_recorded"),
              small(remark))]).flat(),
          line("boundary", say(`boundary_${row.boundary_quality || "none"}`))),
        board.desk ? verdicts(board, row) : "",
        CG.el("section", {class: "cg-sources"},
          CG.el("h3", {}, say("sources")),
          row.sources.length
            ? CG.el("ul", {}, row.sources.map((at) => source(board.sources[at], board.sourceTitles[at])))
            : CG.el("p", {class: "cg-none"}, say("not_recorded"))),
        row.url && /^\/(?!\/)/.test(row.url)
          ? CG.el("a", {class: "cg-open", href: row.url, target: "_top"}, say("open_record")) : "",
      );
      if (card.hidden) opener = document.activeElement;
      const other = card.dataset.code !== row.code;
      card.dataset.code = row.code;
      card.hidden = false;
      if (other) card.scrollTop = 0;
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
    CG.on(board, "view", (what) => {
      if (what !== "selected" && what !== "data") return;
      refresh();
      // Whoever chose by keys goes on in the card.
      if (what === "selected" && board.ready && !board.returning && !card.hidden) {
        card.focus({preventScroll: true});
      }
    });
    refresh();
  };

  /* Verdicts of every procedure, asked of the server while the card is read. */
  function verdicts(board, row) {
    const node = CG.el("section", {class: "cg-verdicts", "aria-busy": "true"});
    const ask = async () => {
      const address = new URL(board.desk.card_url + encodeURIComponent(row.code), location.href);
      if (board.dated) address.searchParams.set("as_of", board.day);
      if (board.knownAt) address.searchParams.set("known_at", board.knownAt);
      address.searchParams.set("lang", board.language);
      try {
        const answer = await fetch(address, {headers: {Accept: "application/json"}});
        if (!answer.ok) throw new TypeError(String(answer.status));
        node.replaceChildren(...told(board, await answer.json()));
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        node.replaceChildren(CG.el("p", {class: "cg-wrong", role: "alert"},
          CG.say(board, "details_failed"), " ", CG.el("button",
            {type: "button", class: "cg-link", onclick: ask}, CG.say(board, "retry"))));
      }
      node.removeAttribute("aria-busy");
    };
    ask();
    return node;
  }

  function told(board, {title, procedures}) {
    return [CG.el("h3", {}, title), CG.el("ul", {}, procedures.map((one) => CG.el("li", {},
      CG.el("span", {class: "cg-state"}, CG.symbolIcon(one.category, 16),
        CG.el("b", {}, one.procedure), " ", one.category.label),
      one.rule ? ruleOf(board, one.rule) : "", one.text ? CG.el("small", {}, one.text) : "")))];
  }

  /* The rule's title in the reader's language, its code small beside it. */
  function ruleOf(board, code) {
    return CG.el("small", {class: "cg-rule"}, CG.say(board, "rule"), ": ",
      (board.rules || {})[code] || code, " ", CG.el("code", {}, code));
  }
})();
