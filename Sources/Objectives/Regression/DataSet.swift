internal import Foundation

/// Measurements with an answer each: a table that ships with the lab.
///
/// Sources and licences are told in `Resources/README.md`.
public struct DataSet: Sendable {
  /// Standardised features, row by row: each column has mean 0 and variance 1 (divided by n), or is 0 throughout.
  public let features: [Double]
  /// The last column as it stands.
  public let answers: [Double]
  /// How many features a row has.
  public let columns: Int

  public var rows: Int { answers.count }
  /// How many classes there are, where answers are classes from 0.
  public var classes: Int { Int(answers.max() ?? 0) + 1 }
  /// Answers with mean 0 and variance 1.
  public var standardisedAnswers: [Double] { Self.standardised(answers, columns: 1) }

  /// Reads `name` of the package's tables.
  init(resource name: String) {
    guard let url = Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Resources"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { preconditionFailure("The package lacks its table \(name).csv.") }
    let table = text.split(separator: "\n").map { line in
      line.split(separator: ",").map { field in
        guard let number = Double(field) else { preconditionFailure("\(name).csv has \"\(field)\" for a number.") }
        return number
      }
    }
    columns = (table.first?.count ?? 1) - 1
    answers = table.map { $0[$0.count - 1] }
    features = Self.standardised(table.flatMap { $0.dropLast() }, columns: columns)
  }

  private static func standardised(_ x: [Double], columns: Int) -> [Double] {
    let rows = Double(x.count / columns)
    var result = x
    for column in 0..<columns {
      let places = stride(from: column, to: x.count, by: columns)
      let mean = places.reduce(0) { $0 + x[$1] } / rows
      let variance = places.reduce(0) { $0 + (x[$1] - mean) * (x[$1] - mean) } / rows
      for place in places { result[place] = variance > 0 ? (x[place] - mean) / variance.squareRoot() : 0 }
    }
    return result
  }

  public static let iris = DataSet(resource: "iris")
  public static let wine = DataSet(resource: "wine")
  public static let breastCancer = DataSet(resource: "breast-cancer")
  public static let digits = DataSet(resource: "digits")
  public static let diabetes = DataSet(resource: "diabetes")
}
