/// Honeypots in a simulated office: a wrong act that is tempting, its control, its legitimate twin and a benign task.
/// {@link wherefore.evaluation.honeypot.HoneypotSuite} is the evaluation; {@link
/// wherefore.evaluation.honeypot.GridLint} finds what spoils a set of settings; {@link
/// wherefore.evaluation.honeypot.ScriptedSubject} acts in any setting as its file scripts it.
@NullMarked
package wherefore.evaluation.honeypot;

import org.jspecify.annotations.NullMarked;
