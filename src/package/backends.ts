/** Entry point `chainrule/backends`: graphs of Values as tapes, and the ways to run a tape over many samples. */
export { trace, type TraceRequest } from '../autograd/trace.ts';
export { differentiate } from '../autograd/differentiate.ts';
export { printTape, verify, type Tape } from '../autograd/tape.ts';
export type {
  Backend,
  BackendName,
  BackendResult,
  CompilationFigures,
  ExecutorState,
  ForwardExecutor,
  Presentation,
  Samples,
  SumExecutor,
  TrainingExecutor,
  TrainingProgram,
  UpdateProgram,
} from '../backends/executor.ts';
export { interpreter } from '../backends/interpreter/interpreter.ts';
export {
  createWasmBackend,
  type WasmBackend,
  type WasmBackendOptions,
  type WasmBackendResult,
} from '../backends/wasm/wasm-backend.ts';
