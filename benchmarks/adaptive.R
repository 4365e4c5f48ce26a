# One step of an adaptive test in catR: EAP of the answers so far, then the most informative item at that estimate.
# Arguments: a table with a row "a,b1,b2,..." for each item, and how many steps to take. Prints the median of a
# step; ends with status 3 where there is no catR.
if (!requireNamespace("catR", quietly = TRUE)) quit(status = 3)
suppressPackageStartupMessages(library(catR))
arguments <- commandArgs(trailingOnly = TRUE)
bank <- as.matrix(read.csv(arguments[1], header = FALSE))
set.seed(2)
times <- c()
for (person in 1:5) {
  asked <- nextItem(bank, model = "GRM", theta = 0)$item
  given <- sample(0:(ncol(bank) - 1), 1)
  for (step in seq_len(as.integer(arguments[2]) - 1)) {
    begun <- proc.time()[["elapsed"]]
    theta <- thetaEst(bank[asked, , drop = FALSE], given, model = "GRM", method = "EAP")
    item <- nextItem(bank, model = "GRM", theta = theta, out = asked, x = given)$item
    times <- c(times, proc.time()[["elapsed"]] - begun)
    asked <- c(asked, item)
    given <- c(given, sample(0:(ncol(bank) - 1), 1))
  }
}
cat(sprintf("median %.1f ms", 1000 * median(times)))
