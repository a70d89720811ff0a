import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { describeBackend } from '../helpers/backend-suite.ts';
import { tolerances } from '../tolerances.ts';

describeBackend(interpreter, tolerances.interpreter);
