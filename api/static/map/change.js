/* Two sides on one map with a divider between them: left what was, right what is. */
(function () {
  "use strict";
  const CG = window.ClusterGis;
  const PANES = [["cg-before-areas", 409], ["cg-before-symbols", 429], ["cg-marks", 435]];
  const STEP = 0.02;

  CG.change = (map, data) => {
    const board = CG.board(map);
    PANES.forEach(([name, order]) => { map.createPane(name).style.zIndex = order; });
    map.getPane("cg-marks").style.pointerEvents = "none";
    let forget = () => {};
    /* With other rows come other sides. */
    board.extra = ({moments}) => {
      forget();
      board.dayTold = moments && /^\d\d\/\d\d\/\d{4}$/.test(moments[1]) ? moments[1] : null;
      forget = moments ? sides(board, moments) : () => {};
    };
    board.extra(data);
  };

  function sides(board, moments) {
    const {map} = board;
    const say = (key, values) => CG.say(board, key, values);
    const host = CG.host(board);
    const state = board.themes.find((theme) => theme.code === "state");
    const change = board.themes.find((theme) => theme.code === "change");
    const draw = {
      areas: L.svg({pane: "cg-before-areas", padding: 0.4}),
      symbols: L.svg({pane: "cg-before-symbols", padding: 0.4}),
      marks: L.svg({pane: "cg-marks", padding: 0.4}),
    };
    const group = L.featureGroup();
    const marks = L.layerGroup();
    group.on("click", (event) => CG.select(board, event.layer.row.code));
    let on = false;
    let share = 0.5;

    /* What was, in the classes of the state, where the filter shows the cluster. */
    const fill = () => {
      group.clearLayers();
      marks.clearLayers();
      if (!on) return;
      board.rows.filter((row) => row.marker && board.passes(row)).forEach((row) => {
        const was = row.before || {};
        const category = state.categories.find((one) => one.code === was.status)
          || state.categories[state.categories.length - 1];
        const shape = was.same ? row.geometry : was.geometry;
        let area = null;
        if (shape) {
          area = L.geoJSON(shape, {pane: "cg-before-areas", renderer: draw.areas}).getLayers()[0];
        } else if (was.area_ha && !row.geometry && row.place_quality !== "district") {
          area = L.circle(row.at, {pane: "cg-before-areas", renderer: draw.areas,
            radius: Math.sqrt((Number(was.area_ha) * 10000) / Math.PI)});
        }
        if (area) {
          area.setStyle(CG.areaStyle(category, row.boundary_quality !== "surveyed"));
          area.row = row;
          group.addLayer(area);
        }
        const marker = new CG.SymbolMarker(row.at, {pane: "cg-before-symbols",
          renderer: draw.symbols, ...CG.symbolStyle(category), radius: row.marker.getRadius()});
        marker.row = row;
        group.addLayer(marker);
        const became = change.categories.find((one) => one.code === row.change);
        if (became && !["same", "unknown"].includes(became.code)) {
          marks.addLayer(L.circleMarker(row.at, {pane: "cg-marks", renderer: draw.marks,
            interactive: false, radius: row.marker.getRadius() + 4, fill: false, weight: 2.5,
            color: became.colour}));
        }
      });
    };

    const divider = CG.el("div", {class: "cg-divider", role: "slider", tabindex: "0", hidden: true,
      "aria-label": say("swipe_divider"), "aria-orientation": "horizontal", "aria-valuemin": 0,
      "aria-valuemax": 100},
    CG.el("span", {class: "cg-side-name cg-left"}, moments[0]),
    CG.el("span", {class: "cg-side-name cg-right"}, moments[1]),
    CG.el("span", {class: "cg-grip", "aria-hidden": "true"}, "◂ ▸"));
    host.append(divider);

    /* The panes are cut in layer pixels, which move with the map. */
    const cut = () => {
      const size = map.getSize();
      const x = Math.round(size.x * share);
      divider.style.left = `${x}px`;
      divider.setAttribute("aria-valuenow", String(Math.round(share * 100)));
      divider.setAttribute("aria-valuetext", say("swipe_value", {
        left: moments[0], right: moments[1], pct: Math.round(share * 100),
      }));
      const from = map.containerPointToLayerPoint([0, 0]);
      const to = map.containerPointToLayerPoint(size);
      const middle = from.x + x;
      const box = (left, right) => `polygon(${left}px ${from.y}px, ${right}px ${from.y}px, `
        + `${right}px ${to.y}px, ${left}px ${to.y}px)`;
      ["cg-before-areas", "cg-before-symbols"].forEach((name) => {
        map.getPane(name).style.clipPath = on ? box(from.x, middle) : "";
      });
      ["cg-areas", "cg-symbols"].forEach((name) => {
        map.getPane(name).style.clipPath = on ? box(middle, to.x) : "";
      });
    };
    const move = (to) => {
      share = Math.min(Math.max(to, 0), 1);
      cut();
      board.view.swipe = Math.round(share * 100);
    };
    divider.addEventListener("keyup", () => CG.remember(board));
    divider.addEventListener("pointerup", () => CG.remember(board));
    divider.addEventListener("keydown", (event) => {
      const by = {ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP,
        PageDown: -0.1, PageUp: 0.1}[event.key];
      if (by !== undefined) move(share + by);
      else if (event.key === "Home") move(0);
      else if (event.key === "End") move(1);
      else return;
      event.preventDefault();
    });
    divider.addEventListener("pointerdown", (event) => {
      divider.setPointerCapture(event.pointerId);
      event.preventDefault();
      divider.focus();
    });
    divider.addEventListener("pointermove", (event) => {
      if (!divider.hasPointerCapture(event.pointerId)) return;
      const frame = map.getContainer().getBoundingClientRect();
      move((event.clientX - frame.left) / frame.width);
    });

    const button = CG.el("button", {type: "button", class: "cg-swipe", "aria-pressed": "false",
      onclick: () => turn(!on)}, say("swipe"));
    const bar = CG.el("div", {class: "cg-bar cg-compare", lang: board.language},
      CG.el("span", {}, say("swipe_left", {moment: moments[0]})), button,
      CG.el("span", {}, say("swipe_right", {moment: moments[1]})));
    host.append(bar);
    CG.host(board).classList.add("cg-has-bar");
    L.DomEvent.disableClickPropagation(bar);

    const turn = (to, at) => {
      on = to;
      button.setAttribute("aria-pressed", String(on));
      divider.hidden = !on;
      host.classList.toggle("cg-swiping", on);
      board.view.theme = on ? "state" : "change";
      host.querySelectorAll('input[name="cg-theme"]').forEach((radio) => {
        radio.checked = radio.value === board.view.theme;
      });
      if (on) { group.addTo(map); marks.addTo(map); share = at === undefined ? startShare() : at / 100; }
      else { group.remove(); marks.remove(); }
      board.view.swipe = on ? Math.round(share * 100) : null;
      CG.tell(board, "view", "theme");
      cut();
    };
    /* Through the middle of what is shown, or of what no panel covers when that is out of view. */
    const startShare = () => {
      const size = map.getSize();
      const side = size.x > 720 && !board.panelHidden ? 344 : 0;
      const middle = map.latLngToContainerPoint(CG.bounds(CG.extentOf(board)).getCenter()).x;
      const seen = middle > side + 60 && middle < size.x - 60;
      return (seen ? middle : side + (size.x - side) / 2) / size.x;
    };
    const deaf = CG.gather(board, () => {
      CG.on(board, "view", (what) => {
        const asked = board.view.swipe;
        if (what === "address" && (asked !== null) !== on) turn(asked !== null, asked ?? undefined);
        else if (what === "address" && on) { share = asked / 100; cut(); }
        if (what !== "selected") fill();
      });
    });
    map.on("zoomend", fill);
    map.on("move zoomend moveend resize viewreset", cut);
    cut();
    if (board.view.swipe !== null) turn(true, board.view.swipe);
    return () => {
      on = false;
      cut();
      deaf();
      map.off("zoomend", fill);
      map.off("move zoomend moveend resize viewreset", cut);
      [group, marks].forEach((layer) => layer.remove());
      [divider, bar].forEach((node) => node.remove());
      host.classList.remove("cg-swiping");
    };
  }
})();
