import LabRecords

/// Quantities down, steps across, a color for the bits that are right: one policy, beside others of the same size.
///
/// Stretches of one color are one line, and a row is read out as one, so that a map of 1,500 cells takes a few kilobytes.
struct HeatMap {
  let id: String
  let run: RunFigures
  let steps: Int

  private static let (width, left, right, top, row, foot) = (344.0, 56.0, 6.0, 4.0, 13.0, 30.0)
  private var floor: Double { Self.top + Double(run.series.count) * Self.row }
  private var columns: Int { min(HeatRow.most, steps) }

  /// Where a column begins.
  private func x(_ column: Int) -> Double {
    Self.left + (Self.width - Self.left - Self.right) * Double(column) / Double(max(1, columns))
  }

  private func y(_ index: Int) -> Double { Self.top + (Double(index) + 0.5) * Self.row }

  /// The column of a step that counts from 1.
  private func column(of step: Int) -> Int {
    (0..<columns).last { $0 * steps / columns < step } ?? 0
  }

  var markup: Markup {
    let rows = run.series.map { HeatRow($0, steps: steps) }
    return .element(
      "svg",
      [
        "class": "heat", "viewBox": "0 0 \(Attribute.tenths(Self.width)) \(Attribute.tenths(floor + Self.foot))",
        "role": "img", "aria-labelledby": "\(id)-title \(id)-desc", "font-size": "10.5",
      ],
      [
        .element(
          "title", ["id": "\(id)-title"], [.text("Bits right under \(run.record.policy), by quantity and step")]),
        .element("desc", ["id": "\(id)-desc"], [.text(rows.map { "\($0.spoken)." }.joined(separator: " "))]),
      ] + rows.enumerated().map(drawn) + events + axis)
  }

  private func drawn(_ index: Int, _ row: HeatRow) -> Markup {
    let bars = row.runs.map { run in
      let (from, to) = (x(run.columns.lowerBound), x(run.columns.upperBound))
      switch run.cell {
      case .level(let level): return HeatScale.bar("b\(level)", from: from, to: to, at: y(index))
      case .undefined: return HeatScale.bar("none", from: from, to: to, at: y(index))
      case .notFinite:
        // The stripes are dashes of a thick line over the same line in a light color.
        return Markup(
          source: HeatScale.bar("nan", from: from, to: to, at: y(index)).source
            + HeatScale.bar("stripes", from: from, to: to, at: y(index)).source)
      }
    }
    let name = label(row.series.symbol, Self.left - 6, y(index) + 3.6, anchor: "end", kind: "row")
    return .element("g", [:], [.element("title", [:], [.text(row.spoken)]), name] + bars)
  }

  /// A ring where the first quantity parts, a cross where the first NaN is.
  private var events: [Markup] {
    func place(_ event: DriftEventRecord?) -> (x: Double, y: Double)? {
      event.flatMap { event in
        run.series.firstIndex { $0.symbol == event.quantity }.map { index in
          let column = column(of: event.step)
          return ((x(column) + x(column + 1)) / 2, y(index))
        }
      }
    }
    let ring = place(run.record.firstToPart).map { at in
      ["halo", "event"].map { kind in
        Markup.element(
          "circle", ["class": Attribute(kind), "cx": Attribute(at.x), "cy": Attribute(at.y), "r": "4.5"])
      }
    }
    let cross = place(run.record.firstNonFinite).map { at in
      ["halo", "event"].map { PolicyStyle.cross(at.x, at.y, radius: 4, kind: $0) }
    }
    return (ring ?? []) + (cross ?? [])
  }

  private var axis: [Markup] {
    let scale = Scale(spacing: .linear, domain: 1...Double(max(1, steps)), start: 0, end: Self.width - Self.left)
    return scale.ticks(apart: 30).flatMap { step -> [Markup] in
      let column = column(of: Int(step))
      let at = (x(column) + x(column + 1)) / 2
      return [
        .element(
          "line",
          [
            "class": "axis", "x1": Attribute(at), "x2": Attribute(at), "y1": Attribute(floor),
            "y2": Attribute(floor + 4),
          ]),
        label(Numbers.fixed(step, 0), at, floor + 14, anchor: "middle", kind: "tick"),
      ]
    } + [label("step", Self.left - 6, floor + 14, anchor: "end", kind: "tick")]
  }

  private func label(_ text: String, _ x: Double, _ y: Double, anchor: String, kind: String) -> Markup {
    .element(
      "text",
      ["class": Attribute(kind), "x": Attribute(x), "y": Attribute(y), "text-anchor": Attribute(anchor)],
      [.text(text)])
  }
}
