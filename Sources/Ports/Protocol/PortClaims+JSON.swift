extension PortClaims {
  /// Reads what a port says of itself; unknown keys are passed over.
  ///
  /// - Throws: ``PortMessageError`` that names the key, what it is and what was expected.
  public init(json: [UInt8]) throws(PortMessageError) {
    var (claims, version, hasName) = (PortClaims(name: ""), Int?.none, false)
    try MessageReader.read(json) { (key, value) throws(PortMessageError) in
      switch key {
      case "protocol": version = try value.wholeNumber(key, 0...1_000_000)
      case "name": (claims.name, hasName) = (try value.string(key), true)
      case "version": claims.version = try value.string(key)
      case "formats":
        claims.formats = try value.array(key, limit: 8) { (v) throws(PortMessageError) in try v.element(key) }
      case "ranks":
        claims.ranks = try value.array(key, limit: 64) { (v) throws(PortMessageError) in try v.wholeNumber(key, 0...64)
        }
      case "many": claims.takesMany = try value.bool(key)
      case "starts": claims.starts = try value.bool(key)
      case "reloads": claims.reloads = try value.bool(key)
      case "refuses": claims.refuses = try value.bool(key)
      case "factors": claims.holdsSums = try value.word(key, ["means", "sums"]) == "sums"
      case "arithmetic": claims.arithmetic = try value.element(key)
      case "reduction": claims.reduction = try value.reduction(key)
      case "rsqrt_ulps": claims.rsqrtUlps = try value.number(key, 0.5...1e6)
      case "repeatable": claims.isRepeatable = try value.bool(key)
      case "flushes": claims.flushes = try value.bool(key)
      case "constants": claims.roundsConstantsFirst = try value.word(key, ["double", "format"]) == "format"
      default: return false
      }
      return true
    }
    guard version == 1 else {
      throw PortMessageError(key: "protocol", found: version.map { "\($0)" } ?? "missing", expected: "1")
    }
    guard hasName, !claims.name.isEmpty else {
      throw PortMessageError(key: "name", found: hasName ? "empty" : "missing", expected: "a text")
    }
    self = claims
  }
}

extension MessageReader {
  fileprivate mutating func word(_ key: String, _ words: [String]) throws(PortMessageError) -> String {
    let place = self
    let expected = words.map { "\"\($0)\"" }.joined(separator: " or ")
    guard isAtString() else { throw wrong(key, expected) }
    let word = try string(key)
    guard words.contains(word) else { throw place.wrong(key, expected) }
    return word
  }

  fileprivate mutating func element(_ key: String) throws(PortMessageError) -> ElementType {
    ElementType(rawValue: try word(key, ElementType.allCases.map(\.rawValue)))!
  }

  fileprivate mutating func reduction(_ key: String) throws(PortMessageError) -> PortClaims.Reduction {
    guard isAtString() else { return .blocks(try member(key, "blocks", 1...1_000_000_000)) }
    return try word(key, ["any", "tree"]) == "tree" ? .tree : .any
  }
}
