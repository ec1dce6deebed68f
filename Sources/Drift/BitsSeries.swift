internal import LabRecords
internal import RealModule

/// The bits of error of one quantity over the elements of all tensors, step by step.
struct BitsSeries {
  private(set) var record = BitsOfErrorRecord()

  /// The elements of one step.
  struct Ranking {
    private let histogram = BitsHistogram()
    private var worst: (ulps: Double, tensor: Int, element: Int)?
    private var isFinite = true

    /// Adds the elements of a tensor; tensors come in order, and of equally bad elements the first is kept.
    mutating func add(_ elements: BitsHistogram, _ measured: Measured, tensor: Int) {
      histogram.add(elements)
      if measured.firstNonFinite >= 0, isFinite {
        (worst, isFinite) = ((.infinity, tensor, measured.firstNonFinite), false)
      } else if isFinite, measured.worstElement >= 0, measured.ulps > worst?.ulps ?? 0 {
        worst = (measured.ulps, tensor, measured.worstElement)
      }
    }

    var median: Double { histogram.quantile(0.5) }
    var high: Double { histogram.quantile(0.95) }
    /// log₂(ulps + 1) of the worst element; 0 where all are right.
    var bits: Double { worst.map { .log2($0.ulps + 1) } ?? (histogram.total > 0 ? 0 : .nan) }
    var place: (tensor: Int, element: Int)? { worst.map { ($0.tensor, $0.element) } }
  }

  mutating func append(_ ranking: Ranking) {
    func finite(_ x: Double) -> Double? { x.isFinite ? x : nil }
    record.median.append(finite(ranking.median))
    record.high.append(finite(ranking.high))
    record.worst.append(finite(ranking.bits))
    record.worstTensor.append(ranking.place?.tensor)
    record.worstElement.append(ranking.place?.element)
  }
}
