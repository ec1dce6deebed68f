import BigRealModule
import CAMECore
import PropertyKit
import RealModule
import Testing

@Suite("Sums in a wider format")
struct WideSumsTests {
  @Test("In the format of the arithmetic they change no bit", arguments: shapes, CAMEForm.allCases)
  func same(_ shape: [Int], form: CAMEForm) throws {
    let plain = CAME<Float>(defaults, form: form)
    let wide = CAME<Float>(defaults, form: form, wideSums: WideSums(widened: { $0 }, rounded: { $0 }))
    var random = RandomStream(seed: 1)
    var (a, g): (Tensor<Float>, Tensor<Float>) = (try random.tensor(shape), try random.tensor(shape))
    var (b, x, y) = (a, try plain.initialState(shape: shape), try plain.initialState(shape: shape))
    for _ in 0..<3 {
      plain.step(&a, gradient: g, state: &x)
      wide.step(&b, gradient: g, state: &y)
      g = try random.tensor(shape)
    }
    #expect(sameBits(a, b) && sameBits(x, y))
  }

  /// In 8 bits of MPFR, a sum of 4096 equal squares stops growing long before its end, lane by lane; in 53 it doesn't.
  @Test("Each sum of a step is the wide one, rounded once", arguments: CAMEForm.allCases)
  func wider(_ form: CAMEForm) throws {
    typealias Narrow = BigReal<1, 8>
    let h = try CAMEHyperparameters(learningRate: 1, beta2: 0, beta3: 0, clipThreshold: 1)
    let rows = 90
    let came = CAME<Narrow>(
      h, rounding: .exactComplement, form: form,
      wideSums: WideSums(widened: { BigReal<1, 53>($0) }, rounded: { Narrow($0) }))
    var random = RandomStream(seed: 2)
    // Quarters from 1 to 4: their squares are sixteenths, whose sums 53 bits hold.
    let g = try Tensor(
      shape: [rows, 70], values: (0..<rows * 70).map { _ in Narrow(Int.random(in: 4...16, using: &random)) / 4 })
    var θ = try Tensor<Narrow>(repeating: 0, shape: g.shape)
    var (state, seen) = (try came.initialState(shape: g.shape), [Quantity: Tensor<Narrow>]())
    came.step(&θ, gradient: g, state: &state, tap: { seen[$0] = $1 })

    func rounded(_ x: [Narrow], _ count: Int) -> Narrow {
      let sum = Narrow(x.reduce(BigReal<1, 53>(0)) { $0 + BigReal<1, 53>($1) })
      return form == .means ? sum / Narrow(count) : sum
    }
    func row(_ x: Tensor<Narrow>, _ i: Int) -> [Narrow] { (0..<70).map { x[i * 70 + $0] } }
    func column(_ x: Tensor<Narrow>, _ j: Int) -> [Narrow] { (0..<rows).map { x[$0 * 70 + j] } }
    let squares = g.map { $0 * $0 + came.coefficients.ε1 }
    let U = try #require(seen[.U])
    #expect(try #require(seen[.r]).values == (0..<rows).map { rounded(row(squares, $0), 70) })
    #expect(try #require(seen[.c]).values == (0..<70).map { rounded(column(squares, $0), rows) })
    let u = try #require(seen[.u])
    let total = Narrow(u.values.reduce(BigReal<1, 53>(0)) { $0 + BigReal<1, 53>($1) * BigReal<1, 53>($1) })
    #expect(try #require(seen[.rms])[0] == total.squareRoot() / Narrow(rows * 70).squareRoot())
    // U is no exact sum in 53 bits, but its wide sum is within an ulp of the narrow format.
    for i in 0..<rows {
      let expected = rounded(row(U, i), 70)
      #expect((try #require(seen[.R])[i] - expected).magnitude <= expected.ulp)
    }
    let narrow = CAME<Narrow>(h, rounding: .exactComplement, form: form)
    var (other, otherState) = (try Tensor<Narrow>(repeating: 0, shape: g.shape), try came.initialState(shape: g.shape))
    narrow.step(&other, gradient: g, state: &otherState)
    #expect(other != θ)
  }
}
