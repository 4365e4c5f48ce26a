# Pools each table given by metafor (REML, Hartung-Knapp) and prints the median time of a fit in milliseconds.
# Ends with status 3 where there is no metafor.
if (!requireNamespace("metafor", quietly = TRUE)) quit(status = 3)
suppressPackageStartupMessages(library(metafor))
for (file in commandArgs(trailingOnly = TRUE)) {
  d <- read.csv(file)
  times <- c()
  for (run in 1:10) {
    begun <- proc.time()[["elapsed"]]
    rma(y, v, data = d, method = "REML", test = "knha")
    times <- c(times, proc.time()[["elapsed"]] - begun)
  }
  cat(sprintf("%.1f\n", 1000 * median(times)))
}
