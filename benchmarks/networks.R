# A network meta-analysis in netmeta with what ours gives: both models, decomposition, detaching, split nodes, P-scores,
# league table. Argument: a table of comparisons. Prints the time; ends with status 3 where there is no netmeta.
if (!requireNamespace("netmeta", quietly = TRUE)) quit(status = 3)
suppressPackageStartupMessages(library(netmeta))
d <- read.csv(commandArgs(trailingOnly = TRUE)[1])
begun <- proc.time()[["elapsed"]]
net <- netmeta(effect, se, treat1, treat2, study, data = d, reference.group = "t0")
decomp.design(net)
netsplit(net)
netrank(net)
netleague(net)
cat(sprintf("%.0f ms", 1000 * (proc.time()[["elapsed"]] - begun)))
