/* The clusters: symbols, areas, leader lines, names; filtered and coloured without a reload. */
(function () {
  "use strict";
  const CG = window.ClusterGis;

  const radiusFor = (zoom) => (zoom < 8.5 ? 4.5 : zoom < 10 ? 5.5 : zoom < 12 ? 6.5 : 7.5);
  const shortName = (name) => {
    const short = name.replace(/^(cụm công nghiệp|ccn)\s+/i, "");
    return short.charAt(0).toLocaleUpperCase("vi") + short.slice(1);
  };

  CG.clusters = (map, data) => {
    const board = CG.board(map);
    const symbols = L.featureGroup().addTo(map);
    const areas = L.featureGroup().addTo(map);
    const leaders = L.layerGroup().addTo(map);
    const chosen = L.layerGroup().addTo(map);
    board.layers.areas = areas;
    const panes = {
      areas: L.svg({pane: "cg-areas", padding: 0.4}),
      symbols: L.svg({pane: "cg-symbols", padding: 0.4}),
    };

    /* Rows as the page or the server gives them; those shown before leave the map. */
    const take = (fresh) => {
      symbols.clearLayers();
      areas.clearLayers();
      board.sources = fresh.sources;
      board.sourceTitles = fresh.source_titles || [];
      board.units = fresh.units || [];
      board.sectors = fresh.sectors || [];
      board.rows = fresh.rows.map((values) => {
        const row = Object.fromEntries(fresh.columns.map((name, at) => [name, values[at]]));
        row.short = shortName(row.name);
        return row;
      });
      board.byCode = new Map(board.rows.map((row) => [row.code, row]));
      board.rows.filter((row) => row.lon !== null).forEach((row) => {
        row.at = L.latLng(row.lat, row.lon);
        row.marker = new CG.SymbolMarker(row.at, {pane: "cg-symbols", renderer: panes.symbols});
        row.marker.row = row;
      });
    };
    take(data);

    /* The area of a row, made when it is first wide enough to be seen: most never are. */
    const areaOf = (row) => {
      if (row.area) return row.area;
      row.area = row.geometry
        ? L.geoJSON(row.geometry, {pane: "cg-areas", renderer: panes.areas}).getLayers()[0]
        : L.circle(row.at, {radius: row.radius_m, pane: "cg-areas", renderer: panes.areas});
      row.area.row = row;
      if (row.painted) dye(row, row.painted);
      return row.area;
    };
    const dye = (row, category) => {
      row.area.setStyle(CG.areaStyle(category, row.boundary_quality !== "surveyed"));
    };

    /** Show other rows: of another day, say. Listeners of "view" hear "data". */
    board.load = (fresh) => {
      take(fresh);
      CG.tell(board, "view", "data");
    };

    /** True when the row passes the filters and the switches of every theme but `except`. */
    board.passes = (row, except) => (
      CG.inFilter(board, row) && (!board.picked || board.picked.only(row)) && board.themes.every((theme) => (
        theme.code === except || !board.hidden[theme.code].has(row[theme.field])
      ))
    );

    /* Setting a style or a radius redraws a symbol: only when it has changed. */
    const paint = () => {
      const theme = CG.theme(board);
      const radius = radiusFor(map.getZoom());
      board.rows.forEach((row) => {
        if (!row.marker) return;
        const category = CG.category(board, row, theme);
        if (row.painted !== category) {
          row.painted = category;
          row.marker.setStyle(CG.symbolStyle(category));
          if (row.area) dye(row, category);
        }
        if (row.marker.getRadius() !== radius) row.marker.setRadius(radius);
      });
    };

    /* Rows that share a unit's point stand round it; those of a district in rows below its name. */
    const place = () => {
      const radius = radiusFor(map.getZoom());
      leaders.clearLayers();
      board.anchors = new Map();
      board.rows.forEach((row) => {
        if (!row.marker || row.geometry) return;
        if (!row.spread && row.place_quality !== "district") return;
        row.shown = board.passes(row);
        const origin = map.latLngToLayerPoint([row.lat, row.lon]);
        const metre = 1 / metresPerPixel(map, row.lat);
        let point = origin;
        let ring = 0;
        if (row.place_quality === "district") {
          const [index, size] = row.spread || [0, 1];
          const columns = Math.min(size, 5);
          const pitch = 2 * radius + 4;
          point = origin.add([
            ((index % columns) - (Math.min(columns, size) - 1) / 2) * pitch,
            10 + Math.floor(index / columns) * pitch,
          ]);
        } else {
          const [index, size, ringMetres] = row.spread;
          ring = Math.max(ringMetres * metre, (radius + 2.5) / Math.sin(Math.PI / size));
          const angle = (2 * Math.PI * index) / size - Math.PI / 2;
          point = origin.add([ring * Math.cos(angle), ring * Math.sin(angle)]);
        }
        row.at = map.layerPointToLatLng(point);
        row.marker.setLatLng(row.at);
        if (row.area) row.area.setLatLng(row.at);
        if (!row.shown) return;
        if (row.place_quality !== "district") {
          leaders.addLayer(L.polyline([[row.lat, row.lon], row.at], {
            pane: "cg-areas", renderer: panes.areas, interactive: false,
            color: "#5a6270", weight: 0.9, opacity: 0.9,
          }));
        }
        const key = `${row.lat},${row.lon}`;
        const anchor = board.anchors.get(key) || {row, count: 0, reach: 0};
        anchor.count += 1;
        anchor.reach = Math.max(anchor.reach, ring + Math.max(radius, (row.radius_m || 0) * metre));
        board.anchors.set(key, anchor);
      });
      board.anchors.forEach(({row, count}) => {
        if (row.place_quality === "district" || count < 2) return;
        leaders.addLayer(L.circleMarker([row.lat, row.lon], {
          pane: "cg-areas", renderer: panes.areas, interactive: false,
          radius: 2, weight: 0, fillColor: "#5a6270", fillOpacity: 1,
        }));
      });
    };

    /* Only what can be seen is drawn: the view with a margin for dragging, areas that are wide
       enough. The margin is that of the renderers. */
    const MARGIN = 0.4;
    const SEEN_PX = 7;
    const widthOf = (row) => {
      if (row.wide === undefined) {
        const lons = [];
        const gather = (part) => {
          if (typeof part[0] === "number") lons.push(part[0]);
          else part.forEach(gather);
        };
        gather(row.geometry.coordinates);
        row.wide = Math.max(...lons) - Math.min(...lons);
      }
      return row.wide * 111320 * Math.cos((row.lat * Math.PI) / 180);
    };
    const reveal = () => {
      const metre = 1 / metresPerPixel(map, map.getCenter().lat);
      const view = map.getBounds().pad(MARGIN);
      board.rows.forEach((row) => {
        if (!row.marker) return;
        const reach = row.geometry ? widthOf(row) / 2 : row.radius_m || 0;
        const wide = reach * metre > (row.geometry ? SEEN_PX / 2 : SEEN_PX);
        const near = row.shown && (view.contains(row.at) || (wide && overlaps(view, row, reach)));
        toggle(symbols, row.marker, near);
        if (near && wide) toggle(areas, areaOf(row), true);
        else if (row.area) toggle(areas, row.area, false);
      });
    };
    const overlaps = (view, row, reach) => view.intersects(row.at.toBounds(2 * reach + 1));
    const sift = () => {
      board.rows.forEach((row) => { row.shown = board.passes(row); });
      reveal();
    };

    const mark = () => {
      chosen.clearLayers();
      const row = board.byCode.get(board.view.selected);
      if (!row || !row.marker) return;
      chosen.addLayer(L.circleMarker(row.at, {
        pane: "cg-symbols", renderer: panes.symbols, interactive: false,
        radius: radiusFor(map.getZoom()) + 5, color: "#111827", weight: 2.5, fill: false,
      }));
    };

    /* Layer points of the rows in view; the names of others are not thought about. */
    const inView = () => {
      const view = map.getBounds().pad(0.05);
      return board.rows.filter((row) => row.shown && row.marker && view.contains(row.at))
        .map((row) => ({row, point: map.latLngToLayerPoint(row.at)}));
    };
    const groupLabel = ({row, count, reach}) => {
      const zoom = map.getZoom();
      const district = row.place_quality === "district";
      if (!row.anchor || (!district && (count < 2 || zoom < 12))) return null;
      const key = district ? "group_district" : "group_commune";
      return {
        point: map.latLngToLayerPoint([row.lat, row.lon]), kind: "group", weight: 3,
        always: district && zoom >= 11, clear: district ? 0 : reach + 2,
        text: district && zoom < 11 ? row.anchor : CG.say(board, key, {place: row.anchor, count}),
      };
    };
    /* Half the width of what is drawn: the symbol, or the area when it is there. */
    const reachOf = (row) => {
      const symbol = Math.max(radiusFor(map.getZoom()), board.ringReach ? board.ringReach() : 0);
      if (!row.area || !areas.hasLayer(row.area)) return symbol;
      if (row.radius_m) return Math.max(symbol, row.radius_m / metresPerPixel(map, row.lat));
      const bounds = row.area.getBounds();
      const width = map.latLngToLayerPoint(bounds.getNorthEast()).x
        - map.latLngToLayerPoint(bounds.getSouthWest()).x;
      return Math.max(symbol, width / 2);
    };
    const clusterLabel = ({row, point}) => {
      const zoom = map.getZoom();
      const area = zoom >= 11.5 && row.area_ha ? ` · ${CG.number(board, row.area_ha)} ha` : "";
      const unsure = zoom >= 12.5 && !row.geometry && row.place_quality
        && row.place_quality !== "district";
      return {
        point, kind: "cluster", text: row.short + area,
        sub: unsure ? CG.say(board, `place_${row.place_quality}`) : null,
        clear: Math.min(reachOf(row), 120),
        weight: row.code === board.view.selected ? 9 : row.area_ha ? 2 : 1,
      };
    };
    const labels = new CG.Labels(board, () => (map.getZoom() < 9.5 ? [] : [
      ...[...board.anchors.values()].map(groupLabel).filter(Boolean),
      ...inView().map(clusterLabel),
    ]), () => inView().map(({row, point}) => ({x: point.x, y: point.y, r: reachOf(row)})));
    board.layers.labels = labels;

    const redo = () => { place(); paint(); sift(); mark(); labels.redraw(); };
    map.on("zoomend", redo);
    map.on("moveend", reveal);
    CG.on(board, "view", (what) => {
      if (what === "selected") { mark(); labels.redraw(); } else redo();
    });
    redo();
    labels.addTo(map);
    document.fonts.ready.then(() => labels.redraw());

    const hint = (layer) => {
      const {row} = layer;
      const category = CG.category(board, row);
      return CG.el("div", {class: "cg-hint"},
        CG.el("strong", {}, row.name),
        CG.el("span", {}, CG.symbolIcon(category, 14), category.label),
        CG.el("span", {}, [row.anchor, row.area_ha ? `${CG.number(board, row.area_ha)} ha` : null]
          .filter(Boolean).join(" · ")));
    };
    [symbols, areas].forEach((group) => {
      group.bindTooltip(hint, {direction: "top", offset: [0, -6], className: "cg-tooltip"});
      group.on("click", (event) => {
        // What lies on the area of a cluster is told of by itself.
        if (group === areas && board.tileAt && board.tileAt(event.latlng)) return;
        CG.select(board, event.layer.row.code);
      });
    });
    CG.card(board);
    CG.arrive(board);
  };

  /** Go to the cluster that the address names, unless it names an extent too. */
  CG.arrive = (board) => {
    const asked = board.byCode.get(board.view.selected);
    if (asked && !board.placed) CG.goTo(board, asked);
  };

  /** Choose a cluster, or none with null: its card opens and the address remembers it. */
  CG.select = (board, code) => {
    board.view.selected = code;
    CG.tell(board, "view", "selected");
  };

  /** Bring a cluster into view, switch to its province when another is shown, and choose it. */
  CG.goTo = (board, row) => {
    if (board.view.province !== null && board.view.province !== row.province) {
      board.view.province = row.province;
      CG.tell(board, "view", "province");
    }
    if (row.marker) {
      board.map.setView(row.at, Math.max(board.map.getZoom(), 12.5), {animate: false});
      // On a phone the card covers the lower part: keep the cluster above it.
      const size = board.map.getSize();
      if (size.x <= 720) board.map.panBy([0, Math.round(size.y * 0.28)], {animate: false});
    }
    CG.select(board, row.code);
  };

  function metresPerPixel(map, lat) {
    return (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
  }

  function toggle(group, layer, on) {
    if (on && !group.hasLayer(layer)) group.addLayer(layer);
    else if (!on && group.hasLayer(layer)) group.removeLayer(layer);
  }
})();
