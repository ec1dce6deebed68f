import BigRealModule
import Timing

@main
struct BenchMPFR {
  static func main() throws {
    print("Nanoseconds an operation: the raw C loop over mpfr_t, and c[i] = a[i] ∘ b[i] over arrays of BigReal.\n")
    let header = ["bits", "C min", "median", "spread", "BigReal min", "median", "spread", "ratio", "limit"]
    let rows =
      operationRows(BigReal127.self, rounds: 200) + operationRows(BigReal255.self, rounds: 200)
      + operationRows(BigReal511.self, rounds: 200)
    print(Table(rows: [header] + rows).text)
    print("\nSpread: between the quartiles of 200 rounds. Ratio: the median of the ratios of each round.\n")
    try benchmarkStep()
  }
}
