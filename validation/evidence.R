# Pins the answers of metafor for tests/science/evidence. Run from the checkout: Rscript validation/evidence.R
#
# Reads senn.csv, linde.csv, stowe.csv and bcg.csv in validation/evidence (published tables), invents further sets of
# studies and networks from a seed and writes them beside these, and writes every answer to pinned.csv as rows of
# "case, quantity, value". Likelihoods are maximised to 1e-14, since metafor's own stopping rule (1e-5) leaves errors of
# up to 1e-5 in tau-squared. netmeta was not to be had: networks are fitted as multivariate models by rma.mv.
suppressMessages(library(metafor))
folder <- "validation/evidence"
tight <- list(threshold = 1e-14, maxiter = 10000)
pinned <- data.frame()
pin <- function(case, quantity, value) {
  pinned <<- rbind(pinned, data.frame(case = case, quantity = quantity, value = sprintf("%.12g", as.numeric(value))))
}
save <- function(table, name) write.csv(table, file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE)

# ------------------------------------------------------------------------------------------------- effect sizes
bcg <- read.csv(file.path(folder, "bcg.csv"))
for (measure in c("RR", "OR", "RD")) {
  effects <- escalc(measure = measure, ai = tpos, bi = tneg, ci = cpos, di = cneg, data = bcg)
  for (i in seq_len(nrow(bcg))) {
    pin(paste0("bcg.", i), paste0(measure, ".yi"), effects$yi[i])
    pin(paste0("bcg.", i), paste0(measure, ".vi"), effects$vi[i])
  }
}
one <- function(case, ...) {
  effect <- escalc(...)
  pin(case, "yi", effect$yi[1])
  pin(case, "vi", effect$vi[1])
}
one("smd", "SMD", m1i = 10, sd1i = 5, n1i = 30, m2i = 14, sd2i = 6, n2i = 28)
one("md", "MD", m1i = 10, sd1i = 5, n1i = 30, m2i = 14, sd2i = 6, n2i = 28)
one("zero.or", "OR", ai = 0, bi = 20, ci = 3, di = 17)
one("zero.rr", "RR", ai = 0, bi = 20, ci = 3, di = 17)
one("change", "MC", m1i = 15, sd1i = 6, m2i = 20, sd2i = 5, ni = 25, ri = 0.5)
one("standardised.change", "SMCR", m1i = 15, m2i = 20, sd1i = 5, ni = 25, ri = 0.5)
one("z", "ZCOR", ri = 0.5, ni = 28)
outcomes <- escalc(yi = c(0.3, 0.5, 0.1), vi = c(0.04, 0.06, 0.05), data = data.frame(study = c(1, 1, 1)))
for (weighted in c(TRUE, FALSE)) {
  joined <- aggregate(outcomes, cluster = study, rho = 0.6, weighted = weighted)
  pin(paste0("outcomes.", tolower(weighted)), "yi", joined$yi)
  pin(paste0("outcomes.", tolower(weighted)), "vi", joined$vi)
}

# ------------------------------------------------------------------------------------------------- sets of studies
rr <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = bcg)
sets <- data.frame(set = "bcg", y = as.numeric(rr$yi), v = as.numeric(rr$vi), x = bcg$latitude)
set.seed(20260101)
for (name in c("three", "few", "alike", "wild", "many", "slanted")) {
  k <- c(three = 3, few = 6, alike = 12, wild = 15, many = 60, slanted = 20)[[name]]
  tau2 <- c(three = 0.05, few = 0.1, alike = 0, wild = 2, many = 0.08, slanted = 0.03)[[name]]
  v <- round(exp(runif(k, log(0.01), log(0.4))), 4)
  x <- round(runif(k), 3)
  slant <- if (name == "slanted") 1.2 * sqrt(v) else 0
  y <- round(rnorm(k, 0.4 + 0.3 * x + slant, sqrt(v + tau2)), 4)
  sets <- rbind(sets, data.frame(set = name, y = y, v = v, x = x))
}
sets$y <- round(sets$y, 12)
sets$v <- round(sets$v, 12)
save(sets, "sets")
for (name in unique(sets$set)) {
  d <- sets[sets$set == name, ]
  for (method in c("FE", "DL", "PM", "REML", "ML", "HE", "HS", "SJ")) {
    for (test in c("z", "knha", "adhoc")) {
      if (method == "FE" && test != "z") next
      control <- if (method %in% c("REML", "ML")) tight else if (method == "PM") list(tol = 1e-14, maxiter = 10000) else list()
      # The weights are for the model of random effects also where tau-squared is nought.
      fit <- suppressWarnings(rma(y, v, data = d, method = method, test = test, control = control))
      case <- paste(name, method, test, sep = ".")
      for (quantity in c("beta", "se", "ci.lb", "ci.ub", "zval", "pval", "tau2", "I2", "H2", "QE", "QEp")) pin(case, quantity, fit[[quantity]])
      if (method != "FE") {
        ahead <- predict(fit)
        pin(case, "pi.lb", ahead$pi.lb)
        pin(case, "pi.ub", ahead$pi.ub)
      }
    }
  }
  fit <- suppressWarnings(rma(y, v, data = d, method = "REML", control = tight))
  interval <- try(suppressWarnings(confint(fit, control = list(tol = 1e-12, maxiter = 10000))), silent = TRUE)
  if (!inherits(interval, "try-error") && !is.na(interval$random["tau^2", "ci.ub"])) {
    pin(paste0(name, ".profile"), "low", interval$random["tau^2", "ci.lb"])
    pin(paste0(name, ".profile"), "high", interval$random["tau^2", "ci.ub"])
  }
  if (nrow(d) < 6) next
  for (test in c("z", "knha")) {
    slope <- suppressWarnings(rma(y, v, mods = ~x, data = d, method = "REML", test = test, control = tight))
    case <- paste(name, "regress", test, sep = ".")
    for (i in 1:2) {
      pin(case, paste0("beta", i), slope$beta[i])
      pin(case, paste0("se", i), slope$se[i])
      pin(case, paste0("pval", i), slope$pval[i])
    }
    for (quantity in c("tau2", "QE", "QEp", "QM", "QMp", "I2")) pin(case, quantity, slope[[quantity]])
  }
  measures <- suppressWarnings(influence(fit))
  for (i in seq_len(nrow(d))) {
    for (quantity in c("rstudent", "dffits", "cook.d", "cov.r", "tau2.del", "QE.del", "hat")) pin(paste0(name, ".influence.", i), quantity, measures$inf[[quantity]][i])
    pin(paste0(name, ".influence.", i), "dfbs", measures$dfbs[[1]][i])
    pin(paste0(name, ".influence.", i), "infl", as.numeric(measures$is.infl[i]))
  }
  classic <- regtest(fit, model = "lm")
  mixed <- suppressWarnings(regtest(fit))
  for (kind in c("classic", "mixed")) {
    found <- get(kind)
    pin(paste(name, "egger", kind, sep = "."), "statistic", found$zval)
    pin(paste(name, "egger", kind, sep = "."), "p", found$pval)
    pin(paste(name, "egger", kind, sep = "."), "limit", found$est)
    pin(paste(name, "egger", kind, sep = "."), "limit.lb", found$ci.lb)
    pin(paste(name, "egger", kind, sep = "."), "limit.ub", found$ci.ub)
  }
  filled <- suppressWarnings(trimfill(fit, control = tight))
  pin(paste0(name, ".filled"), "added", filled$k0)
  pin(paste0(name, ".filled"), "is.right", as.numeric(filled$side == "right"))
  pin(paste0(name, ".filled"), "beta", filled$beta)
  pin(paste0(name, ".filled"), "se", filled$se)
  added <- suppressWarnings(cumul(fit, order = rank(d$x, ties.method = "first")))
  for (i in 2:nrow(d)) {
    pin(paste0(name, ".cumulative.", i), "estimate", added$estimate[i])
    pin(paste0(name, ".cumulative.", i), "se", added$se[i])
  }
}

# ------------------------------------------------------------------------------------------------- networks
for (name in c("twelve", "parts")) {
  treatments <- if (name == "twelve") letters[1:12] else c("none", "a", "b", "c", "a + b", "b + c", "a + b + c")
  truth <- if (name == "twelve") seq(0, 1, length.out = 12) else c(0, 0.3, 0.2, 0.5, 0.5, 0.7, 1)
  rows <- data.frame()
  for (study in 1:(if (name == "twelve") 80 else 40)) {
    arms <- sort(sample(seq_along(treatments), if (study %% 10 == 0) 4 else if (study %% 5 == 0) 3 else 2))
    p <- length(arms)
    v <- round(exp(runif(p, log(0.005), log(0.1))), 5)
    y <- truth[arms] + rnorm(p, 0, 0.15) + rnorm(p, 0, sqrt(v))
    for (i in 1:(p - 1)) for (j in (i + 1):p) rows <- rbind(rows, data.frame(study = study, treat1 = treatments[arms[i]], treat2 = treatments[arms[j]], effect = round(y[i], 5) - round(y[j], 5), se = round(sqrt(v[i] + v[j]), 8)))
  }
  rows$effect <- round(rows$effect, 5)
  save(rows, name)
}
# Each trial against its first arm, with the covariance of these effects.
blocks <- function(d) {
  names <- sort(unique(c(d$treat1, d$treat2)))
  y <- study <- arm <- design <- c()
  x <- NULL
  v <- list()
  for (s in unique(d$study)) {
    rows <- d[d$study == s, ]
    arms <- sort(unique(c(rows$treat1, rows$treat2)))
    p <- length(arms)
    square <- matrix(0, p, p, dimnames = list(arms, arms))
    effect <- square
    for (i in seq_len(nrow(rows))) {
      a <- rows$treat1[i]
      b <- rows$treat2[i]
      square[a, b] <- square[b, a] <- rows$se[i]^2
      effect[a, b] <- rows$effect[i]
      effect[b, a] <- -rows$effect[i]
    }
    columns <- matrix(0, p - 1, length(names), dimnames = list(NULL, names))
    for (j in 2:p) columns[j - 1, c(arms[j], arms[1])] <- c(1, -1)
    against <- square[2:p, 1]
    v <- c(v, list((outer(against, against, "+") - square[2:p, 2:p, drop = FALSE]) / 2))
    y <- c(y, effect[2:p, 1])
    x <- rbind(x, columns)
    study <- c(study, rep(s, p - 1))
    arm <- c(arm, arms[2:p])
    design <- c(design, rep(paste(arms, collapse = ":"), p - 1))
  }
  list(y = y, x = x, v = as.matrix(bldiag(v)), names = names, data = data.frame(study = study, arm = arm, design = design))
}
moment <- function(b, x, q) { # the generalised DerSimonian-Laird tau-squared, from the covariance of whole trials
  shared <- outer(b$data$study, b$data$study, "==") * (1 + diag(length(b$y))) / 2
  inverse <- solve(b$v)
  p <- inverse - inverse %*% x %*% solve(t(x) %*% inverse %*% x) %*% t(x) %*% inverse
  max(0, (q - (length(b$y) - ncol(x))) / sum(diag(p %*% shared)))
}
fitted <- function(b, x, case, tau2 = NULL) {
  common <- rma.mv(b$y, b$v, mods = x, intercept = FALSE, method = "FE")
  if (is.null(tau2)) tau2 <- moment(b, x, common$QE)
  random <- rma.mv(b$y, b$v, mods = x, intercept = FALSE, random = ~ arm | study, struct = "CS", rho = 0.5, tau2 = tau2, data = b$data)
  pin(case, "tau2", tau2)
  pin(case, "q", common$QE)
  for (name in colnames(x)) {
    i <- match(name, colnames(x))
    pin(paste0(case, ".common"), paste0(name, ".estimate"), common$beta[i])
    pin(paste0(case, ".common"), paste0(name, ".se"), common$se[i])
    pin(paste0(case, ".random"), paste0(name, ".estimate"), random$beta[i])
    pin(paste0(case, ".random"), paste0(name, ".se"), random$se[i])
  }
}
for (name in c("senn", "stowe", "linde", "twelve", "parts")) {
  d <- read.csv(file.path(folder, paste0(name, ".csv")), colClasses = c(study = "character"))
  b <- blocks(d)
  reference <- c(senn = "plac", stowe = "Placebo", linde = "Placebo", twelve = "a", parts = "none")[[name]]
  x <- b$x[, b$names != reference]
  fitted(b, x, name)
  reml <- rma.mv(b$y, b$v, mods = x, intercept = FALSE, random = ~ arm | study, struct = "CS", rho = 0.5, data = b$data, control = list(rel.tol = 1e-10, iter.max = 1000))
  pin(name, "tau2.reml", reml$tau2)
  inside <- rma.mv(b$y, b$v, mods = ~ 0 + paste(design, arm), data = b$data, method = "FE")
  pin(name, "q.within", inside$QE)
}
b <- blocks(read.csv(file.path(folder, "parts.csv"), colClasses = c(study = "character")))
parts <- c("a", "b", "c")
made <- sapply(parts, function(part) as.numeric(grepl(part, sub("none", "", b$names))))
x <- b$x %*% made
colnames(x) <- parts
fitted(b, x, "components")

save(pinned, "pinned")
