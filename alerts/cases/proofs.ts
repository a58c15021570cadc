export { type Proof, proofs } from "../../config/index.ts";
