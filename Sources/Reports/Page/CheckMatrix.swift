import LabRecords

/// The kill matrix as a table: mutants down, properties across, a square where one notices the other.
///
/// It has ten thousand cells and more, most of them empty, so it is built here and not by the template.
struct CheckMatrix {
  private let mutants: CheckedMutants
  private let properties: [CheckedProperty]
  /// The properties with which a family begins, and how many it has in a row.
  private let families: [(first: Int, name: String, count: Int)]

  init(_ mutants: CheckedMutants, _ figures: CheckFigures) {
    self.mutants = mutants
    properties = figures.properties
    var families: [(first: Int, name: String, count: Int)] = []
    for property in figures.properties {
      if families.last?.name == property.record.family {
        families[families.count - 1].count += 1
      } else {
        families.append((property.index, property.record.family, 1))
      }
    }
    self.families = families
  }

  var markup: Markup {
    .element("table", ["class": "kills"], [.element("thead", [:], head)] + groups)
  }

  private var head: [Markup] {
    let names = properties.map { property in
      Markup.element(
        "th", ["scope": "col", "class": Attribute(edge(property.index, "name"))],
        [.element("a", ["href": "#\(CheckFamilyModel.anchor(property.index))"], [.text(property.record.id)])])
    }
    let sums = mutants.properties.enumerated().map { index, sum in
      Markup.element(
        "td",
        [
          "class": Attribute(edge(index, sum.noticed == 0 ? "total none" : "total")),
          "title": "\(sum.id) notices \(sum.noticed) of \(mutants.mutants.count)",
        ], [.text(Numbers.grouped(sum.noticed))])
    }
    let spans = families.map { family in
      Markup.element(
        "th", ["scope": "colgroup", "class": "family f", "colspan": "\(family.count)"],
        [.element("span", [:], [.text(family.name)])])
    }
    return [
      .element(
        "tr", [:], [.element("td", ["class": "corner"], [.text("")]), .element("td", [:], [.text("")])] + spans),
      .element(
        "tr", [:],
        [
          .element("th", ["scope": "col", "class": "corner"], [.text("Mutant")]),
          .element("th", ["scope": "col", "class": "name"], [.text("properties that notice it")]),
        ] + names),
      .element(
        "tr", ["class": "sums"],
        [
          .element("th", ["scope": "row", "class": "corner"], [.text("mutants it notices")]),
          .element("td", [:], [.text("")]),
        ] + sums),
    ]
  }

  /// Survivors on top, then the mutants that the catalogue was written with, then those held out.
  private var groups: [Markup] {
    let numbered = Array(mutants.mutants.enumerated())
    let apart = numbered.contains { $1.record.isHeldOut }
    return [
      group("Not noticed", numbered.filter { $1.kills.isEmpty }),
      group(
        apart ? "Noticed, written with the catalogue" : "Noticed",
        numbered.filter { !$1.kills.isEmpty && !$1.record.isHeldOut }),
      group("Noticed, held out", numbered.filter { !$1.kills.isEmpty && $1.record.isHeldOut }),
    ].compactMap(\.self)
  }

  private func group(_ title: String, _ rows: [(offset: Int, element: CheckedMutant)]) -> Markup? {
    guard !rows.isEmpty else { return nil }
    let heading = Markup.element(
      "tr", ["class": "group"],
      [
        .element(
          "th", ["scope": "rowgroup", "colspan": "\(properties.count + 2)"],
          [.element("span", [:], [.text("\(title): \(rows.count)")])])
      ])
    return .element("tbody", [:], [heading] + rows.map { row($0.element, $0.offset) })
  }

  private func row(_ mutant: CheckedMutant, _ index: Int) -> Markup {
    let kills = Dictionary(mutant.kills.map { ($0.property, $0) }) { first, _ in first }
    let cells = properties.map { property -> Markup in
      guard let kill = kills[property.record.id] else {
        return isEdge(property.index) ? .element("td", ["class": "f"], [.text("")]) : .element("td", [:], [.text("")])
      }
      return .element(
        "td",
        [
          "class": Attribute(edge(property.index, kill.tint)),
          "title": "\(kill.property) × \(kill.mutant): \(kill.words)",
        ], [.text(kill.worst.map(String.init) ?? "some")])
    }
    let name = Markup.element(
      "a", ["href": "#\(CheckMutantsModel.anchor(index))"], [.text(mutant.record.id)])
    return .element(
      "tr", [:],
      [
        .element("th", ["scope": "row", "title": Attribute(mutant.record.mistake)], [name]),
        .element("td", ["class": mutant.kills.count < 2 ? "total few" : "total"], [.text("\(mutant.kills.count)")]),
      ] + cells)
  }

  private func isEdge(_ property: Int) -> Bool { families.contains { $0.first == property } }

  /// A class, and another where a family begins.
  private func edge(_ property: Int, _ name: String) -> String { isEdge(property) ? "\(name) f" : name }
}
