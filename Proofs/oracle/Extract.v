From Coq Require Import Extraction ExtrOcamlBasic ExtrOcamlNatInt ExtrOcamlZBigInt.
From CAME Require Import OracleFloat.
Extraction Language OCaml.
Extraction "oracle_float.ml" oracle_binary16 oracle_bfloat16 oracle_binary32 oracle_binary64
  vector_binary16 vector_bfloat16 vector_binary32 vector_binary64.
