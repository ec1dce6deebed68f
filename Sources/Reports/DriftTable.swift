public import LabRecords

/// One drift run as tables for other tools.
public enum DriftTable {
  /// Every error of the record in long form, as RFC 4180 has it: one line a policy, quantity and step.
  ///
  /// A field is empty where the record has no number. Numbers are written with as many digits as it takes to read them
  /// back exactly. `worst`, `median` and `local` are relative errors of tensors, the last after one step from the true state;
  /// the columns `bits_…` are bits of error of single elements, with the place of the worst in row-major order.
  public static func csv(_ record: DriftRecord) -> String {
    let header = [
      "policy", "quantity", "step", "worst", "median", "tensor", "ulps", "nonfinite", "vanished", "local",
      "bits_median",
      "bits_high", "bits_worst", "bits_tensor", "bits_element",
    ]
    let rows = record.runs.flatMap { run in
      run.series.flatMap { series in
        series.worst.indices.map { step in
          func tensor(_ tensors: [Int?]) -> String {
            (tensors.element(at: step) ?? nil).flatMap { record.tensors.element(at: $0)?.name } ?? ""
          }
          let bits = series.bits ?? BitsOfErrorRecord()
          return [
            run.policy, series.quantity, String(step + 1), number(series.worst[step]),
            number(series.median.element(at: step) ?? nil), tensor(series.worstTensor),
            number(series.worstUlps.element(at: step) ?? nil),
            series.nonFinite.element(at: step).map(String.init) ?? "",
            series.vanished.element(at: step).map(String.init) ?? "",
            number(series.local.element(at: step) ?? nil), number(bits.median.element(at: step) ?? nil),
            number(bits.high.element(at: step) ?? nil), number(bits.worst.element(at: step) ?? nil),
            tensor(bits.worstTensor), (bits.worstElement.element(at: step) ?? nil).map(String.init) ?? "",
          ]
        }
      }
    }
    return CSV.text([header] + rows)
  }

  /// The bits that are right after the last step, every quantity under every policy, as a Markdown table.
  ///
  /// Beside the bits stand the largest error in ulps over all steps, and the step at which a third of the digits was lost.
  public static func markdown(_ record: DriftRecord) -> String {
    let figures = DriftFigures(record)
    let header = ["quantity"] + figures.runs.map { cell($0.record.policy) }
    let rule = ["---"] + figures.runs.map { _ in "--:" }
    let rows = record.quantities.enumerated().map { index, quantity in
      [cell(quantity.symbol)]
        + figures.runs.map { run in
          let series = run.series[index]
          let ulps = series.worstUlps.map { "\(Numbers.short($0)) ulp" }
          return [series.ending, ulps, series.turn].compactMap(\.self).joined(separator: ", ")
        }
    }
    return ([header, rule] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  private static func number(_ value: Double?) -> String {
    value.map { "\($0)" } ?? ""
  }

  /// Text that can't end a cell, begin a row, or be taken for markup.
  private static func cell(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\r": scalars.append(" ")
      case "|", "\\", "`", "*", "_", "[", "]", "<", ">", "&": scalars.append(contentsOf: ["\\", scalar])
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }
}
