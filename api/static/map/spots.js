/* Places of issues: a sign each, its text on hover, the cluster's page on click. */
(function () {
  "use strict";
  const CG = window.ClusterGis;

  CG.spots = (map, data) => {
    L.control.zoom({position: "topright"}).addTo(map);
    map.getContainer().style.background = data.sea;
    data.names.forEach((name) => {
      const icon = L.divIcon({className: "spot-name", html: CG.el("span", null, name.text), iconSize: null});
      L.marker([name.lat, name.lon], {icon, interactive: false, keyboard: false}).addTo(map);
    });
    data.rows.forEach((row) => {
      const sign = data.signs[row.severity];
      const marker = L.circleMarker([row.lat, row.lon], {
        radius: sign.radius,
        color: sign.colour,
        weight: sign.filled ? 1.5 : 2.5,
        fillColor: sign.filled ? sign.colour : "#fff",
        fillOpacity: sign.filled ? 0.85 : 0.5,
        dashArray: row.note ? "3 3" : null,
        className: `spot spot-${row.severity}`,
      });
      const text = CG.el(
        "div", {class: "spot-text"},
        CG.el("b", null, row.title), CG.el("div", null, row.text),
        row.note ? CG.el("small", null, row.note) : null,
      );
      marker.bindTooltip(text, {className: "spot-tip", direction: "top"});
      if (row.url) marker.on("click", () => { window.top.location.assign(row.url); });
      marker.addTo(map);
    });
    map.fitBounds(data.bounds, {padding: [12, 12], maxZoom: 13});
  };
}());
