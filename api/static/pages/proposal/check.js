/* The check beside the form: asked for after each change, by the path of the submission. */
(function () {
  "use strict";
  const CG = window.CgProposal;
  const {el} = CG;

  /** store: of the draft; answered(answer) gets each answer. */
  CG.makeCheck = (data, store, answered) => {
    const body = document.getElementById("check-body");
    const {words} = data;
    let timer = null;
    let asked = 0;
    const number = (value, unit) => (value === null || value === undefined ? words.unknown
      : `${new Intl.NumberFormat(data.language, {maximumFractionDigits: 4}).format(value)} ${unit}`);

    async function ask() {
      const mine = ++asked;
      body.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch("/api/v1/proposals/check", {method: "POST", headers: store.headers,
          body: JSON.stringify({unit: data.unit, content: store.content, proposal: data.id})});
        if (mine !== asked) return;
        if (answer.ok) { const said = await answer.json(); show(said); answered(said); }
        else body.replaceChildren(el("p", {class: "wrong"}, (await answer.json()).detail));
      } catch {
        if (mine === asked) body.replaceChildren(el("p", {class: "muted"}, words.check_failed));
      } finally {
        if (mine === asked) body.setAttribute("aria-busy", "false");
      }
    }

    function show(said) {
      const parts = said.blocking.length
        ? [el("p", {}, el("b", {}, words.blocking)), el("ul", {id: "blocking"},
          ...said.blocking.map((one) => el("li", {class: "wrong"}, one.message)))]
        : [el("p", {class: "ready"}, words.ready)];
      const plan = said.plan;
      const day = said.on.split("-").reverse().join("/");
      body.replaceChildren(...parts, ...said.items.map(item), el("div", {class: "check-item"},
        el("h3", {}, words.plan_total),
        el("p", {}, `${plan.before.entries} → ${plan.after.entries} ${words.entries}, `
          + `${number(plan.before.area_ha, "ha")} → ${number(plan.after.area_ha, "ha")}`),
        ...(plan.quotas.length ? plan.quotas.map((one) => el("p", {class: one.left_ha < 0 ? "wrong" : null},
          `${words.quota} ${number(one.quota_ha, "ha")}, ${words.quota_used} ${number(one.used_before_ha, "ha")} → `
          + `${number(one.used_after_ha, "ha")}, ${words.quota_left} ${number(one.left_ha, "ha")}`,
          el("span", {class: "sub"}, one.document))) : [el("p", {class: "muted"}, words.quota_unknown)]),
        el("p", {class: "muted"}, words.law_version.replace("{day}", day)
          .replace("{version}", said.law_version || "–"))));
    }

    function item(one) {
      const lines = [];
      const errors = one.boundary.filter((issue) => issue.severity !== "info");
      if (errors.length) lines.push(el("ul", {class: "boundary-issues"}, ...errors.map((issue) => el("li",
        {class: issue.severity === "error" ? "wrong" : null}, issue.message))));
      if (one.to_pass.length) lines.push(el("details", {open: true}, el("summary", {}, words.to_pass),
        el("ul", {}, ...one.to_pass.map((finding) => el("li", {}, verdict(finding.verdict), " ",
          el("b", {}, finding.title[data.language]), " ", finding.message[data.language],
          finding.change ? ` ${finding.change[data.language]}` : "")))));
      else lines.push(el("p", {}, words.all_pass));
      lines.push(el("p", {}, `${words.overlaps}: `, one.overlaps.length
        ? one.overlaps.map((hit) => `${hit.name} ${number(hit.area_ha, "ha")}`).join("; ") : words.no_overlaps));
      if (one.collisions.length) lines.push(el("p", {class: "wrong"}, `${words.collisions}: `,
        ...one.collisions.map((hit) => el("a", {href: `/proposals/${hit.proposal}`, target: "_blank"},
          `${hit.title || hit.proposal}${hit.area_ha === null ? "" : ` (${number(hit.area_ha, "ha")})`} `))));
      const figures = (u) => `${words.fill} ${number(u.fill_weighted_pct, "%")}, `
        + `${words.unleased} ${number(u.unleased_ha, "ha")}`;
      lines.push(el("p", {class: "muted"}, one.unit ? `${words.unit}: ${figures(one.unit.before)}`
        + (one.unit.after ? ` → ${figures(one.unit.after)}` : "") : words.unit_unknown));
      if (one.dossier) {
        const missing = one.dossier.items.filter((paper) => paper.state === "missing");
        lines.push(el("details", {}, el("summary", {}, `${words.dossier}: ${missing.length} ${words.missing}`),
          el("ul", {}, ...missing.map((paper) => el("li", {}, paper.title[data.language])))));
      }
      return el("div", {class: "check-item"}, el("h3", {}, `${one.kind_label}: ${one.name || "?"} `,
        verdict(one.verdict)), one.area_ha === null ? null : el("p", {class: "muted"},
        `${number(one.area_ha, "ha")}${one.measured_ha === null ? "" : ` (${words.measured.replace("{area}",
          number(one.measured_ha, "").trim())})`}`), ...lines);
    }
    const verdict = (code) => el("span", {class: `verdict ${code}`}, words[code] || code);

    return {soon() { clearTimeout(timer); timer = setTimeout(ask, 250); }, now: ask};
  };
})();
