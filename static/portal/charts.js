/* Draws <div class="chart" data-chart="bar|line|map" data-source="#id"> from the json_script of that id.
   {"labels": [...], "series": [{"name": "…", "values": [...]}], "unit": "%", "whole": true}  bar and line; whole: counts, no fractions on the axis
   {"name": "…", "unit": "…", "values": [{"name": "杭州市", "value": 3}]}      map, with data-map="address of the GeoJSON" */
(function () {
  "use strict";

  var TEXT = "#1d2733", SOFT = "#566173", LINE = "#dde2e9";
  var COLOURS = ["#0b5cad", "#c77700", "#17753a", "#7a4fb5", "#0a6a80"];
  var FONT = '"Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

  function withUnit(unit) {
    return function (value) { return value === null || value === undefined ? "—" : value + (unit || ""); };
  }

  function common(data) {
    return {
      color: COLOURS,
      animation: false,
      aria: { enabled: true },
      textStyle: { fontFamily: FONT, color: TEXT },
      tooltip: { trigger: "item", valueFormatter: withUnit(data.unit) }
    };
  }

  function cartesian(kind, sideways) {
    return function (data) {
      var names = { type: "category", data: data.labels, axisLabel: sideways ? { color: TEXT, interval: 0, width: 132, overflow: "truncate" } : { color: TEXT, interval: 0 }, axisTick: { show: false }, axisLine: { lineStyle: { color: LINE } }, inverse: sideways };
      var values = { type: "value", minInterval: data.whole ? 1 : 0, axisLabel: { color: SOFT, formatter: withUnit(data.unit) }, splitLine: { lineStyle: { color: LINE } } };
      return Object.assign(common(data), {
        grid: { left: 8, right: 24, top: data.series.length > 1 ? 36 : 12, bottom: 8, containLabel: true },
        legend: data.series.length > 1 ? { top: 0, textStyle: { color: TEXT } } : undefined,
        xAxis: sideways ? values : names,
        yAxis: sideways ? names : values,
        series: data.series.map(function (one) {
          return { type: kind, name: one.name, data: one.values, barMaxWidth: 26, label: { show: data.series.length === 1, position: sideways ? "right" : "top", color: TEXT } };
        })
      });
    };
  }

  function map(data, name) {
    var values = data.values.map(function (one) { return one.value || 0; });
    return Object.assign(common(data), {
      visualMap: { min: Math.min.apply(null, values), max: Math.max.apply(null, values), left: 0, bottom: 0, text: ["高", "低"], itemHeight: 90, textStyle: { color: SOFT }, inRange: { color: ["#dbe9f8", "#5f9bd8", "#0b5cad"] } },
      series: [{
        type: "map", map: name, name: data.name, data: data.values, selectedMode: false,
        itemStyle: { borderColor: "#fff" },
        label: { show: true, fontSize: 11, color: TEXT, textBorderColor: "#fff", textBorderWidth: 3 },
        emphasis: { label: { color: TEXT }, itemStyle: { areaColor: "#f5d58a" } }
      }]
    });
  }

  var KINDS = { bar: cartesian("bar", false), rank: cartesian("bar", true), line: cartesian("line", false), map: map };

  // On a phone the names under upright bars would run into each other, so they stand.
  function standing(option) {
    function turned(degrees) { return { xAxis: { axisLabel: { rotate: degrees } } }; }
    return { baseOption: option, media: [{ option: turned(0) }, { query: { maxWidth: 60 * option.xAxis.data.length }, option: turned(60) }] };
  }

  function draw(box, option) {
    box.classList.add("drawn");
    var chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption(option.xAxis && option.xAxis.data ? standing(option) : option);
    window.addEventListener("resize", function () { chart.resize(); });
  }

  function start(box) {
    var data = JSON.parse(document.querySelector(box.dataset.source).textContent);
    if (box.dataset.chart !== "map") {
      draw(box, KINDS[box.dataset.chart](data));
      return;
    }
    fetch(box.dataset.map).then(function (answer) { return answer.json(); }).then(function (shapes) {
      window.echarts.registerMap(box.dataset.map, shapes);
      draw(box, map(data, box.dataset.map));
    });
  }

  // Without the library the numbers beside the chart stand alone.
  if (window.echarts) Array.prototype.forEach.call(document.querySelectorAll("[data-chart]"), start);
})();
