import LabRecords
import Reports
import Testing

@Suite("The tables of a drift run")
struct DriftTableTests {
  @Test("come back from CSV as they went in", arguments: SyntheticRecord.all)
  func csvRoundTrips(_ sample: SyntheticRecord.Sample) throws {
    let record = sample.record
    var rows = try parse(DriftTable.csv(record))
    #expect(
      rows.removeFirst() == [
        "policy", "quantity", "step", "worst", "median", "tensor", "ulps", "nonfinite", "vanished", "local",
        "bits_median", "bits_high", "bits_worst", "bits_tensor", "bits_element",
      ])
    for run in record.runs {
      for series in run.series {
        for (step, worst) in series.worst.enumerated() {
          let row = rows.removeFirst()
          #expect(row.count == 15)
          #expect(Array(row[..<3]) == [run.policy, series.quantity, String(step + 1)])
          #expect(Double(row[3]) == worst)
          #expect(Double(row[4]) == series.median[step])
          let tensor = series.worstTensor[step].flatMap {
            record.tensors.indices.contains($0) ? record.tensors[$0] : nil
          }
          #expect(row[5] == tensor?.name ?? "")
          #expect(Double(row[6]) == series.worstUlps[step])
          #expect(Int(row[8]) == series.vanished[step])
          #expect(Double(row[9]) == (series.local.isEmpty ? nil : series.local[step]))
          #expect(Double(row[10]) == series.bits?.median[step])
          #expect(Double(row[11]) == series.bits?.high[step])
          #expect(Double(row[12]) == series.bits?.worst[step])
          #expect(row[13] == series.bits?.worstTensor[step].map { record.tensors[$0].name } ?? "")
          #expect(Int(row[14]) == series.bits?.worstElement[step])
        }
      }
    }
    #expect(rows.isEmpty)
  }

  @Test("quote what CSV needs quoted, and nothing else")
  func csvQuotes() {
    var record = SyntheticRecord.full(steps: 1)
    record.runs = [record.runs[3]]
    record.runs[0].policy = "a,\"b\"\r\n"
    #expect(DriftTable.csv(record).contains("\r\n\"a,\"\"b\"\"\r\n\",g,1,0.0,0.0,"))
  }

  @Test("have one Markdown row a quantity and one cell a policy, whatever the names", arguments: SyntheticRecord.all)
  func markdownIsRectangular(_ sample: SyntheticRecord.Sample) {
    let lines = DriftTable.markdown(sample.record).split(separator: "\n")
    #expect(lines.count == 2 + sample.record.quantities.count)
    for line in lines {
      #expect(line.replacing(/\\./, with: "").count { $0 == "|" } == 2 + sample.record.runs.count)
    }
  }

  @Test("say in Markdown what the page says")
  func markdownHasTheFigures() {
    let table = DriftTable.markdown(SyntheticRecord.full())
    #expect(table.contains("| quantity | float16 | float16/float | float@direct | float | double | mpfr127 |"))
    #expect(table.contains("| g | exact, 0 ulp |"))
    #expect(table.contains("| 1/√v | NaN, from step 1 |"))
    #expect(
      table.contains(/\| R \| NaN, from step 1 \| [0-9.]+, [0-9.]+ ulp \| 11\.., [0-9,]+ ulp, parts at step 1 \|/))
  }

  private struct Malformed: Error {}

  /// RFC 4180 by its grammar, scalar by scalar.
  private func parse(_ csv: String) throws -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var scalars = Substring(csv).unicodeScalars
    while !scalars.isEmpty {
      var field = String.UnicodeScalarView()
      if scalars.first == "\"" {
        scalars.removeFirst()
        while let scalar = scalars.popFirst() {
          if scalar != "\"" {
            field.append(scalar)
          } else if scalars.first == "\"" {
            field.append(scalars.removeFirst())
          } else {
            break
          }
        }
      } else {
        while let scalar = scalars.first, scalar != ",", scalar != "\r" {
          guard scalar != "\"", scalar != "\n" else { throw Malformed() }
          field.append(scalars.removeFirst())
        }
      }
      row.append(String(field))
      if scalars.first == "," {
        scalars.removeFirst()
      } else if scalars.starts(with: "\r\n".unicodeScalars) {
        scalars.removeFirst(2)
        rows.append(row)
        row = []
      } else {
        throw Malformed()
      }
    }
    return rows
  }
}
