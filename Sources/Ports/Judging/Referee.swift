internal import CAMEProperties
internal import Formats

/// Judges the answers of a port, whatever its arithmetic.
struct Referee: Sendable {
  private let claims: PortClaims
  private let judge: @Sendable (PortCase, PortAnswer, _ withSpread: Bool) -> CaseJudgement

  init(_ claims: PortClaims, _ element: ElementType) {
    self.claims = claims
    let arithmetic = claims.arithmetic(for: element)
    func made<Rule: RoundingRule>(_ rule: Rule.Type) -> @Sendable (PortCase, PortAnswer, Bool) -> CaseJudgement {
      let constants = Judge<Rule>.constants(isInFormat: claims.roundsConstantsFirst)
      return { question, answer, withSpread in
        let judge = CaseJudge<Rule>(question, claims, constants)
        return withSpread ? judge.judgementWithSpread(answer, arithmetic) : judge.judgement(answer)
      }
    }
    #if MPFR
      judge =
        switch (arithmetic, claims.flushes) {
        case (.f32, false): made(JudgedByMPFR<Float>.self)
        case (.f32, true): made(FlushingToZero<Float>.self)
        case (.f64, false): made(JudgedByMPFR<Double>.self)
        case (.f64, true): made(FlushingToZero<Double>.self)
        case (.f16, false): made(JudgedByMPFR<EmulatedFloat16>.self)
        case (.f16, true): made(FlushingToZero<EmulatedFloat16>.self)
        case (.bf16, false): made(JudgedByMPFR<BFloat16>.self)
        case (.bf16, true): made(FlushingToZero<BFloat16>.self)
        }
    #else
      #error("The referee of ports needs MPFR.")
    #endif
  }

  func judgement(_ question: PortCase, _ answer: PortAnswer, withSpread: Bool = true) -> CaseJudgement {
    judge(question, answer, withSpread)
  }
}
