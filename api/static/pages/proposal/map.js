/* The map of a proposal: land, province lines, other clusters, and the lines it is about.
   Texts become text nodes; nothing is set as HTML. */
(function () {
  "use strict";
  const CG = (window.CgProposal = window.CgProposal || {});

  CG.read = (id) => JSON.parse(document.getElementById(id).textContent);

  /** An element with attributes and children; strings become text. */
  CG.el = (name, attributes, ...children) => {
    const made = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => {
      if (value === null || value === undefined || value === false) return;
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value === true ? "" : value);
    });
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };

  CG.STYLES = {
    before: {color: "#46565f", weight: 2, dashArray: "6 5", fillOpacity: 0.05},
    after: {color: "#0b4f5c", weight: 3, fillOpacity: 0.15},
    conflict: {color: "#b3261e", weight: 1, fillColor: "#b3261e", fillOpacity: 0.45},
    near: {color: "#8a97a0", weight: 1.5, fillOpacity: 0.12},
  };

  /** A map over land and lines; other clusters are asked for the part in view. */
  CG.makeMap = (words, centre) => {
    const map = L.map("proposal-map", {zoomControl: true, attributionControl: false, maxZoom: 20});
    map.setView(centre || [20.85, 106.68], centre ? 14 : 10);
    L.control.scale({imperial: false}).addTo(map);
    map.createPane("ground").style.zIndex = 200;
    map.createPane("near").style.zIndex = 300;
    fetch("/proposals/ground.json").then((answer) => answer.json()).then((ground) => {
      L.geoJSON(ground.land, {pane: "ground", interactive: false,
        style: {color: "#9db3bd", weight: 1, fillColor: "#f7f5ef", fillOpacity: 1}}).addTo(map);
      L.geoJSON(ground.lines, {pane: "ground", interactive: false,
        style: {color: "#8a97a0", weight: 1, dashArray: "8 3 2 3"}}).addTo(map);
    }).catch(() => {});
    const near = L.geoJSON(null, {pane: "near", style: CG.STYLES.near,
      onEachFeature: (feature, layer) => layer.bindTooltip(
        CG.el("span", {}, `${words.near}: ${feature.properties.name || feature.id}`))}).addTo(map);
    // Communes: outlines where the register holds them, else their points; named either way.
    const names = L.geoJSON(null, {pane: "ground", interactive: false,
      style: {color: "#b3bec5", weight: 1, fill: false},
      pointToLayer: (unit, at) => L.circleMarker(at, {pane: "ground", radius: 2, color: "#6b7a83"}),
      onEachFeature: (unit, layer) => layer.bindTooltip(CG.el("span", {}, unit.properties.name),
        {permanent: true, direction: unit.geometry.type === "Point" ? "bottom" : "center",
          className: "unit-name"})}).addTo(map);
    let asked = "";
    const look = () => {
      if (map.getZoom() < 11) { near.clearLayers(); names.clearLayers(); asked = ""; return; }
      const box = map.getBounds().pad(0.2).toBBoxString();
      if (box === asked) return;
      asked = box;
      fetch(`/ogc/collections/cluster_boundaries/items?limit=200&bbox=${box}`)
        .then((answer) => (answer.ok ? answer.json() : {features: []}))
        .then((found) => { near.clearLayers(); near.addData(found); }).catch(() => {});
      fetch(`/ogc/collections/admin_units/items?level=commune&limit=60&bbox=${box}`)
        .then((answer) => (answer.ok ? answer.json() : {features: []}))
        .then((found) => { names.clearLayers(); names.addData(found); }).catch(() => {});
    };
    map.on("moveend", look);
    look();
    return map;
  };

  /** Draw lines [{kind, geometry, label}] into a group. */
  CG.drawLines = (group, drawn, words) => {
    group.clearLayers();
    const order = {before: 0, after: 1, conflict: 2};
    [...drawn].sort((a, b) => order[a.kind] - order[b.kind]).forEach((one) => {
      if (!one.geometry || !one.geometry.type) return;
      L.geoJSON(one.geometry, {style: {...CG.STYLES[one.kind], className: one.kind}})
        .bindTooltip(CG.el("span", {}, `${words[one.kind]}: ${one.label}`)).addTo(group);
    });
    return group;
  };

  CG.fit = (map, group) => {
    const bounds = group.getBounds && group.getLayers().length ? group.getBounds() : null;
    if (bounds && bounds.isValid()) map.fitBounds(bounds.pad(0.4), {maxZoom: 17, animate: false});
  };
})();
