# Growth models in lme4, for tests/science/change/growth_lme4.csv. Run from the checkout:
#     Rscript validation/growth.R FOLDER_OF_REFERENCE_DATA > tests/science/change/growth_lme4.csv
# The search ends far later than by default, so that its end can be compared to many digits.
suppressPackageStartupMessages(library(lme4))
options(digits = 15)
careful <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-10, maxfun = 1e5), calc.derivs = FALSE)

told <- function(table, shape, slope, covariate, data) {
  data$counted <- if (shape == "log1p") log1p(data$time) else data$time
  fixed <- if (covariate == "") "counted" else paste("counted +", covariate)
  own <- if (slope) "(counted | person)" else "(1 | person)"
  fit <- lmer(as.formula(paste("score ~", fixed, "+", own)), data, REML = TRUE, control = careful)
  spread <- as.matrix(VarCorr(fit)$person)
  values <- c(criterion = REMLcrit(fit), residual = sigma(fit)^2, persons = length(unique(na.omit(data)$person)),
              observations = nobs(fit), unname(spread[lower.tri(spread, diag = TRUE)]),
              unname(fixef(fit)), unname(sqrt(diag(as.matrix(vcov(fit))))))
  cat(table, shape, slope, covariate, sprintf("%.12g", values), sep = ",")
  cat("\n")
}

wide <- read.csv(file.path(commandArgs(trailingOnly = TRUE)[1], "btheb_wide.csv"))
months <- c(2, 3, 5, 8)
beat <- data.frame(person = rep(wide$subject, 4), time = rep(months, each = nrow(wide)),
                   score = unlist(wide[paste0("bdi.", months, "m")]), first = rep(wide$bdi.pre, 4))
panel <- read.csv("tests/science/change/growth_panel.csv")
names(panel)[4] <- "first"
for (shape in c("linear", "log1p")) for (slope in c(FALSE, TRUE)) for (covariate in c("", "first")) {
  told("beat-the-blues", shape, slope, covariate, beat)
  told("panel", shape, slope, covariate, panel)
}
