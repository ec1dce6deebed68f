/// A chart of bits over steps: lines, guides across, and a lane beneath for what is no longer a number.
///
/// A line that turns to NaN drops into the lane, and runs on there for as long as it stays NaN: a missing line would be
/// read as no news.
struct LineChart {
  /// One policy.
  struct Line {
    let style: PolicyStyle
    /// Told by a pointer that rests on the line.
    let hover: String
    /// One value a step, step 1 first; `nil` breaks the line.
    let values: [Double?]
    /// A second, thin line; empty for none.
    let local: [Double?]
    /// Where the lane is filled.
    let notFinite: [ClosedRange<Int>]
    /// Written at the right end of the line.
    let endLabel: String
    /// Written into the lane.
    let laneLabel: String
    /// A step to ring, where the line has one to show.
    let ring: Int?
  }

  /// A value to compare with, such as the precision of a format.
  struct Guide {
    let value: Double
    let label: String
  }

  /// What is drawn how large; all in units of the view box.
  struct Layout {
    var width: Double
    /// Without the lane, which adds its own.
    var height: Double
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
    /// Height of a row of the lane.
    var row: Double
    var font: Double
    var marker: Double
    /// Whether guides, lines and axes are named in the chart.
    var labels: Bool
  }

  let id: String
  let title: String
  let summary: String
  let layout: Layout
  let steps: Int
  let stepSpacing: Scale.Spacing
  let top: Double
  /// Whether values are bits lost, which count downwards from 0 at the top.
  let isLoss: Bool
  let valueSpacing: Scale.Spacing
  let guides: [Guide]
  let lines: [Line]
  /// Rows to keep for the lane, which several charts can agree on.
  let laneRows: Int

  /// Places steps; a single step stands in the middle.
  var x: Scale {
    Scale(
      spacing: stepSpacing, domain: 1...Double(max(1, steps)), start: layout.left,
      end: layout.width - layout.right)
  }

  /// Places bits.
  var y: Scale {
    Scale(
      spacing: valueSpacing, domain: 0...max(top, 1), start: isLoss ? layout.top : laneTop,
      end: isLoss ? laneTop : layout.top)
  }

  var laneTop: Double { layout.height - layout.bottom }
  var floor: Double { laneTop + Double(laneRows) * layout.row }

  /// Where the bar of a line runs in its row of the lane: beneath its name, or in the middle where there is none.
  func laneY(of index: Int) -> Double {
    let row = lines[..<index].count { !$0.notFinite.isEmpty }
    return laneTop + (Double(row) + (layout.labels ? 0.78 : 0.5)) * layout.row
  }

  /// The chart as an `svg` element that is read out by its title and summary.
  var markup: Markup {
    .element(
      "svg",
      [
        "viewBox": "0 0 \(Attribute.tenths(layout.width)) \(Attribute.tenths(floor + layout.bottom))", "role": "img",
        "aria-labelledby": "\(id)-title \(id)-desc", "font-size": Attribute(layout.font),
      ],
      [
        .element("title", ["id": "\(id)-title"], [.text(title)]),
        .element("desc", ["id": "\(id)-desc"], [.text(summary)]),
      ] + frame + lines.indices.reversed().map(drawn) + (layout.labels ? guideNames + endLabels : []))
  }
}
