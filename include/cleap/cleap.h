/** \file
 * cleap scores models that Spark trained and MLeap exported, without a JVM.
 *
 * \code
 * struct cleap_model *model;
 * struct cleap_scorer *scorer;
 * struct cleap_frame *in = cleap_frame_new(), *out = cleap_frame_new();
 * struct cleap_error err;
 * double price;
 *
 * if (cleap_model_open("price.zip", &model, &err) != CLEAP_OK ||
 *     cleap_scorer_open(model, (const char *[]){"prediction", NULL}, &scorer, &err) != CLEAP_OK)
 *     errx(1, "%s", err.message);
 * cleap_frame_add_f64(in, "bedrooms", 1, (double[]){2}, NULL, NULL);
 * if (cleap_score(scorer, in, out, &err) != CLEAP_OK ||
 *     cleap_frame_get_f64(out, 0, 0, &price, &err) != CLEAP_OK)
 *     errx(1, "%s", err.message);
 * printf("%g\n", price);
 * cleap_frame_free(out);
 * cleap_frame_free(in);
 * cleap_scorer_close(scorer);
 * cleap_model_close(model);
 * \endcode
 *
 * The library changes nothing global: no signals, no locale, no environment, no output.
 */
#ifndef CLEAP_CLEAP_H
#define CLEAP_CLEAP_H

#include "cleap/error.h"
#include "cleap/frame.h"
#include "cleap/model.h"
#include "cleap/plugin.h"
#include "cleap/scorer.h"
#include "cleap/version.h"

#endif
