/// What a tensor in a recorded run is, as its name in the file says.
package enum RunKey: Hashable, Sendable {
  /// `init/PARAMETER`: the value before the first step.
  case initial(String)
  /// `step.NNNN/grad/PARAMETER`
  case gradient(step: Int, String)
  /// `step.NNNN/param/PARAMETER`: the value after the step.
  case parameter(step: Int, String)
  /// `step.NNNN/state/STATE/PARAMETER`: the state after the step.
  case state(step: Int, StateKey, String)

  /// What `text` names; nil if it isn't exactly a name that ``text`` gives.
  ///
  /// A parameter's name may hold anything, slashes too, but isn't empty.
  package init?(_ text: String) {
    var rest = text.utf8[...]
    /// Takes `prefix`, compared by bytes: to `String`, a combining accent after the slash makes another character.
    func take(_ prefix: String) -> Bool {
      guard rest.starts(with: prefix.utf8) else { return false }
      rest = rest.dropFirst(prefix.utf8.count)
      return true
    }
    func name() -> String? { rest.isEmpty ? nil : String(Substring(rest)) }

    if take("init/") {
      guard let name = name() else { return nil }
      self = .initial(name)
      return
    }
    guard take("step.") else { return nil }
    let digits = String(Substring(rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }))
    guard let step = Int(digits), step >= 1, digits == Self.padded(step), take("\(digits)/") else { return nil }
    if take("grad/") {
      guard let name = name() else { return nil }
      self = .gradient(step: step, name)
    } else if take("param/") {
      guard let name = name() else { return nil }
      self = .parameter(step: step, name)
    } else if take("state/") {
      guard let state = StateKey.allCases.first(where: { take("\($0.rawValue)/") }) else { return nil }
      guard let name = name() else { return nil }
      self = .state(step: step, state, name)
    } else {
      return nil
    }
  }

  /// The tensor's name in the file.
  package var text: String {
    switch self {
    case .initial(let name): "init/\(name)"
    case .gradient(let step, let name): "step.\(Self.padded(step))/grad/\(name)"
    case .parameter(let step, let name): "step.\(Self.padded(step))/param/\(name)"
    case .state(let step, let state, let name): "step.\(Self.padded(step))/state/\(state.rawValue)/\(name)"
    }
  }

  /// The parameter it belongs to.
  package var parameter: String {
    switch self {
    case .initial(let name), .gradient(_, let name), .parameter(_, let name), .state(_, _, let name): name
    }
  }

  /// At least four digits.
  private static func padded(_ step: Int) -> String {
    let digits = String(step)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
