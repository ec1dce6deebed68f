import CAMEProperties
import Formats
import PropertyKit
import PropertyTesting
import Testing

@Suite("The catalogue", .properties(cases: 120, regressions: .off))
struct CatalogueTests {
  @Test("Every property holds of the reference in every format", arguments: CAMEProperty.all)
  func holds(_ property: CAMEProperty) async {
    for format in Formats.refereed { await holds(property, format) }
  }

  private func holds(_ property: CAMEProperty, _ format: some RefereedFormat) async {
    func rung<F: RefereedFormat>(_ format: F) -> Rung { property.of(Subject<F.Scalar>.reference) }
    let rung = rung(format)
    await check(rung, named: "\(property.id) in \(rung.format)", searching: 60)
  }

  @Test("has at least forty properties, some in each family, each with a name of its own and all that explains it")
  func isComplete() {
    let all = CAMEProperty.all
    #expect(all.count >= 40)
    #expect(Set(all.map(\.id)).count == all.count)
    for family in CAMEProperty.Family.allCases { #expect(all.count(where: { $0.family == family }) >= 5) }
    for property in all {
      #expect(property.id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(property.id)")
      #expect(property.statement.hasSuffix(".") && !property.formula.isEmpty && !property.source.isEmpty)
      #expect(property.bound.hasSuffix("."), "\(property.id): \(property.bound)")
      #expect(!property.shapes.isEmpty)
    }
  }

  @Test("names what a wrong name may have meant")
  func unknownNames() {
    #expect(throws: UnknownProperty.self) { try CAMEProperty.named("momentum") }
    let error = #expect(throws: UnknownProperty.self) { try CAMEProperty.named("momentum-bounds") }
    #expect(error?.description.contains("momentum-bound") == true)
    #expect(throws: UnknownMutant.self) { try Mutant.named("clip") }
  }
}
