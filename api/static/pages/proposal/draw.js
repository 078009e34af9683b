/* Drawing one ring with the mouse, the finger, or numbers: vertices are dragged, added in the middle
   of a side, deleted by a right-click; the table of vertices does the same by keyboard. */
(function () {
  "use strict";
  const CG = window.CgProposal;
  const icon = (name, size) => L.divIcon({className: name, iconSize: [size, size]});

  /** The editor of a ring. changed(geometry or null) is called after each change. */
  CG.makeDrawing = (map, changed) => {
    const group = L.layerGroup().addTo(map);
    const drawing = {points: [], closed: false, active: false};
    const box = map.getContainer();

    const geometry = () => {
      if (!drawing.closed || drawing.points.length < 3) return null;
      const ring = drawing.points.map(({lat, lng}) => [round(lng), round(lat)]);
      return {type: "Polygon", coordinates: [[...ring, ring[0]]]};
    };
    const round = (degrees) => Math.round(degrees * 1e8) / 1e8;
    const say = () => { redraw(); changed(geometry(), drawing.points); };

    function redraw() {
      group.clearLayers();
      if (!drawing.active) return;
      const shape = drawing.closed ? L.polygon : L.polyline;
      const line = shape(drawing.points, {...CG.STYLES.after, interactive: false}).addTo(group);
      drawing.points.forEach((point, at) => {
        const handle = L.marker(point, {icon: icon("cg-vertex", 14), draggable: true,
          keyboard: false, zIndexOffset: 100}).addTo(group);
        handle.on("drag", () => { drawing.points[at] = handle.getLatLng(); line.setLatLngs(drawing.points); });
        handle.on("dragend", say);
        handle.on("contextmenu", () => drop(at));
        handle.on("click", () => { if (at === 0 && !drawing.closed) finish(); });
      });
      if (drawing.closed) drawing.points.forEach((point, at) => {
        const next = drawing.points[(at + 1) % drawing.points.length];
        const middle = L.latLng((point.lat + next.lat) / 2, (point.lng + next.lng) / 2);
        const handle = L.marker(middle, {icon: icon("cg-middle", 10), draggable: true,
          keyboard: false}).addTo(group);
        handle.on("dragend", () => { drawing.points.splice(at + 1, 0, handle.getLatLng()); say(); });
      });
    }
    const drop = (at) => {
      if (drawing.closed && drawing.points.length <= 3) return;
      drawing.points.splice(at, 1);
      say();
    };
    const finish = () => {
      if (drawing.points.length < 3) return;
      drawing.closed = true;
      box.classList.remove("drawing");
      map.doubleClickZoom.enable();
      say();
    };
    map.on("click", (event) => {
      if (!drawing.active || drawing.closed) return;
      drawing.points.push(event.latlng);
      say();
    });
    map.on("dblclick", () => { if (drawing.active && !drawing.closed) finish(); });

    return {
      /** Begin anew, or edit the outer ring of a Polygon. */
      open(polygon) {
        drawing.active = true;
        drawing.closed = Boolean(polygon);
        drawing.points = polygon
          ? polygon.coordinates[0].slice(0, -1).map(([lon, lat]) => L.latLng(lat, lon)) : [];
        box.classList.toggle("drawing", !drawing.closed);
        if (!drawing.closed) map.doubleClickZoom.disable();
        redraw();
      },
      close() {
        drawing.active = false;
        drawing.points = [];
        box.classList.remove("drawing");
        map.doubleClickZoom.enable();
        redraw();
      },
      finish,
      drop,
      move(at, lat, lng) { drawing.points[at] = L.latLng(lat, lng); say(); },
      points: () => drawing.points,
      isOpen: () => drawing.active && !drawing.closed,
      isActive: () => drawing.active,
    };
  };
})();
