# The growth model of benchmarks.growth in lme4: random intercept and slope on ln(1 + time), REML. Arguments: a CSV
# file with columns person, time, score. Prints the seconds of the fit by the clock, in processor time, and the criterion;
# reading the file is not counted. Ends with status 3 where there is no lme4.
if (!requireNamespace("lme4", quietly = TRUE)) quit(status = 3)
suppressPackageStartupMessages(library(lme4))
scores <- read.csv(commandArgs(trailingOnly = TRUE)[1])
scores$counted <- log1p(scores$time)
took <- system.time(fit <- suppressWarnings(lmer(score ~ counted + (counted | person), scores, REML = TRUE)))
cat(sprintf("%.3f %.3f %.6f", took[["elapsed"]], took[["user.self"]] + took[["sys.self"]], REMLcrit(fit)))
