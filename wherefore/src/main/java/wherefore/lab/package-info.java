/// The small world with which a whole study runs on a laptop, offline: a grammar ({@code world}), what is read
/// ({@code corpus}), what is measured ({@code honeypot}) and the models that start from it ({@code base}).
@NullMarked
package wherefore.lab;

import org.jspecify.annotations.NullMarked;
