import CAMECore
import Foundation
import Objectives
import Testing

/// The minima that the problems claim.
@Suite("Known minima")
struct MinimumTests {
  /// BFGS with a backtracking line search, from Nocedal and Wright's Algorithm 6.1: enough to end where the gradient is rounding.
  private static func minimise(_ problem: any Problem, from start: [[Double]]) -> (value: Double, point: [Double]) {
    let f = problem.objective(in: Double.self)
    func evaluate(_ x: [Double]) -> (Double, [Double]) {
      var (rest, parts) = (x[...], [[Double]]())
      for shape in problem.shapes {
        parts.append(Array(rest.prefix(shape.reduce(1, *))))
        rest = rest.dropFirst(shape.reduce(1, *))
      }
      let result = f.evaluate(at: problem.tensors(parts))
      return (result.value, result.gradient.flatMap(\.values))
    }
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    var x = start.flatMap { $0 }
    let n = x.count
    func identity() -> [[Double]] { (0..<n).map { i in (0..<n).map { $0 == i ? 1 : 0 } } }
    var (value, g) = evaluate(x)
    var (h, fresh) = (identity(), true)
    for _ in 0..<4000 {
      var p = h.map { -dot($0, g) }
      if !(dot(p, g) < 0) { (h, p, fresh) = (identity(), g.map { -$0 }, true) }
      var (length, next, accepted) = (1.0, x, false)
      for _ in 0..<80 {
        next = zip(x, p).map { $0 + length * $1 }
        let ahead = evaluate(next).0
        if ahead < value || ahead <= value + 1e-4 * length * dot(p, g), next != x {
          accepted = true
          break
        }
        length /= 2
      }
      guard accepted else {
        if fresh { break }
        (h, fresh) = (identity(), true)
        continue
      }
      let (newValue, newG) = evaluate(next)
      let (s, y) = (zip(next, x).map(-), zip(newG, g).map(-))
      let curvature = dot(s, y)
      (x, value, g) = (next, newValue, newG)
      guard curvature > 0 else { continue }
      if fresh { h = identity().map { $0.map { $0 * curvature / dot(y, y) } } }
      fresh = false
      let hy = h.map { dot($0, y) }
      let factor = (curvature + dot(y, hy)) / (curvature * curvature)
      for i in 0..<n {
        for j in 0..<n { h[i][j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / curvature }
      }
    }
    return (value, x)
  }

  @Test("of Moré, Garbow and Hillstrom are met", arguments: MGHProblem.allCases)
  func moreGarbowHillstrom(_ problem: MGHProblem) throws {
    let minimum = try #require(problem.minimum)
    let start = minimum.point.map { [$0] } ?? problem.start(seed: 0)
    let (value, _) = Self.minimise(problem, from: start)
    // Published digits; where the least value is 0, what rounding leaves of the start's.
    let atStart = problem.objective(in: Double.self).evaluate(at: problem.start(in: Double.self)).value
    let allowed = minimum.value == 0 ? 1e-16 * max(1, atStart) : max(minimum.relativeError, 1e-12) * minimum.value
    #expect(abs(value - minimum.value) <= allowed, "\(problem): \(value), known \(minimum.value)")
  }

  @Test(
    "of regressions, factorization and quadratics are met",
    arguments: ["iris", "wine", "breast-cancer", "breast-cancer-logistic", "diabetes", "quadratic-2^10-rotated"])
  func golden(_ name: String) throws {
    let problem = try Problems.named(name)
    let (value, _) = Self.minimise(problem, from: problem.start(seed: 1))
    let minimum = try #require(problem.minimum)
    #expect(abs(value - minimum.value) <= 1e-11 * max(minimum.value, 1e-5), "\(name): \(value)")
  }

  @Test("of the factorization is Eckart and Young's")
  func factorization() throws {
    let problem = MatrixFactorization()
    let (value, _) = Self.minimise(problem, from: problem.start(seed: 1))
    #expect(abs(value - 0.0650882720947265625) < 1e-12)
    #expect(try #require(problem.minimum).value == 0.0650882720947265625)
  }

  /// Nesterov's method needs n numbers, not n²; where f is λ-convex, f − f* ≤ ‖∇f‖² / 2λ at any point.
  @Test(
    "of strongly convex problems lie between a value and its bound from below", arguments: ["hidden-markov", "digits"])
  func stronglyConvex(_ name: String) throws {
    let problem = try Problems.named(name)
    let f = problem.objective(in: Double.self)
    let (λ, length) = (0.001, name == "digits" ? 0.1 : 1)  // at most 1/L
    var (x, y) = (problem.start(in: Double.self), problem.start(in: Double.self))
    let root = (λ * length).squareRoot()
    for _ in 0..<(name == "digits" ? 2000 : 1000) {
      let g = f.evaluate(at: y).gradient
      for part in x.indices {
        for i in 0..<x[part].count {
          let next = y[part][i] - length * g[part][i]
          y[part][i] = next + (1 - root) / (1 + root) * (next - x[part][i])
          x[part][i] = next
        }
      }
    }
    let end = f.evaluate(at: x)
    let below = end.gradient.reduce(0) { $1.values.reduce($0) { $0 + $1 * $1 } } / (2 * λ)
    let minimum = try #require(problem.minimum)
    let rounding = minimum.relativeError * minimum.value
    #expect(below < 1e-12, "\(name) ended \(below) over its least value at most")
    #expect(minimum.value <= end.value + rounding && minimum.value >= end.value - below - rounding, "\(end.value)")
  }

  @Test("are the value at the point where they are said to be", arguments: Problems.all.map(\.name))
  func points(_ name: String) throws {
    let problem = try Problems.named(name)
    guard let minimum = problem.minimum, let point = minimum.point else { return }
    var (rest, parts) = (point[...], [[Double]]())
    for shape in problem.shapes {
      parts.append(Array(rest.prefix(shape.reduce(1, *))))
      rest = rest.dropFirst(shape.reduce(1, *))
    }
    let f = problem.objective(in: Double.self)
    let there = f.evaluate(at: problem.tensors(parts))
    let start = f.evaluate(at: problem.start(in: Double.self)).value
    // A point of seven digits is off by 5e-8 of itself, and so lies higher by the square of that times the curvature.
    #expect(there.value - minimum.value <= 1e-5 * minimum.value + 1e-9 * max(1, start), "\(name): \(there.value)")
  }
}
