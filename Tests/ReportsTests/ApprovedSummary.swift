/// The approved summary; `RECORD_SNAPSHOTS=1 swift test` writes it anew, and fails that once.
let approvedSummary = #"""
  Float16 ends in NaN at step 1; with Float inside it stays finite and keeps 10.5
  bits of Δθ.

  kjv-mlm-d16-b256 · 100 steps · 8,134 parameters · compared with MPFR, 255 bits ·
  41.3 s

  policy           Δθ bits  over steps    parts first  NaN or ∞      B/param
  float16              NaN  ××××××××××××  r, step 1    1/√v, step 1     2.16
  float16/float    10.5/11  ████████████  –            –                4.31
  float@direct     11.0/24  ▄▄▄▄▄▄▄▄▄▄▄▄  R, step 1    –                4.31
  float            19.4/24  ████▇▇▇▇▇▇▇▇  –            –                4.31
  double           48.6/53  ████████████  –            –                8.62
  mpfr127        122.4/127  ████████████  –            –               68.96

  float16: Float16 throughout
    ✕ ε1 = 1e-30 and ε2 = 1e-16 become 0 in Float16, whose smallest positive
      number is 6.0e-8: a row of small gradients has r = 0, and 0/0 is NaN.
      Cure: Keep the state and compute in Float; gradients and parameters may stay
      in Float16.
    ✕ β3 = 0.9999 rounds to 1 in Float16, so 1 − β3 = 0 and R never leaves 0.
      Cure: Give the confidence factors a wider format.
    • 61 % of the squared gradients are under 6.0e-8 and become 0.
    → Cured here by float16/float: no quantity parts.

  float16/float: Float16 parameters and gradients, Float inside
    • In 3.4 % of the steps a parameter that should move did not: the update is
      under half an ulp of θ.
      Cure: Keep a Float copy of the parameters.

  float@direct: Float throughout, 1 − β from the rounded β
    • 1 − β3 is 1.00016594e-4 instead of 1e-4, a relative error of 1.7e-4, because
      β3 was rounded to Float before the difference was taken.
      Cure: Take 1 − β3 of the exact decimal, or in Double, and round once.
    → Cured here by float: no quantity parts.

  """#
